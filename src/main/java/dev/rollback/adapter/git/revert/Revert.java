package dev.rollback.adapter.git.revert;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.Needs;
import dev.rollback.adapter.git.repository.CommitName;
import dev.rollback.adapter.git.repository.RefName;
import dev.rollback.adapter.git.revert.RevertRequest.Landing;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.PlanTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code git.revert}: takes commits back by new ones. */
@Doc(
    "Takes commits back by new commits that do the opposite, newest first, as `git revert` does: on"
        + " a new branch, in the clone or on the remote, or on the connection's own branch. What is"
        + " checked out in the clone, its index and its stash are not touched.")
public record Revert(
    @Doc(
            "The commits: full ids, or ranges FROM..TO (without FROM itself) whose ends are full"
                + " ids or names of branches or tags on the remote. All of them are in the"
                + " history of the connection's branch.")
        List<String> commits,
    @Doc(
            "For merges: which parent is the line that stays, counted from 1. With it, a range"
                + " takes each merge on its line as one change.")
        Optional<Integer> mainline,
    @Doc("The branch that is made; `rollback/` and the moment of the plan where none is given.")
        Optional<String> branch,
    @Doc("Whether the branch is made on the remote; else it is made in the clone.")
        @Default("false")
        boolean push,
    @Doc(
            "Makes no branch: the connection's branch, written out here, is what the reverts are"
                + " pushed onto. Needs `push: true`.")
        Optional<String> onto,
    @Doc("The moment of the plan: it marks the commits, and names the branch.") PlanTime at)
    implements Action<RevertState, GitReader, GitWriter> {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final long USUAL_MOST = 50;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException saying what cannot be meant
   */
  public Revert {
    commits = List.copyOf(commits);
    if (commits.isEmpty()) {
      throw new IllegalArgumentException("`commits` is empty; name at least one");
    }
    commits.forEach(CommitName::of);
    if (mainline.filter(n -> n < 1).isPresent()) {
      throw new IllegalArgumentException("`mainline` is " + mainline.get() + "; it counts from 1");
    }
    branch.ifPresent(b -> name("branch", b));
    onto.ifPresent(b -> name("onto", b));
    if (onto.isPresent() && branch.isPresent()) {
      throw new IllegalArgumentException("`onto` makes no branch: leave `branch` out, or `onto`");
    }
    if (onto.isPresent() && !push) {
      throw new IllegalArgumentException(
          "`onto` is a branch of the remote: write `push: true` too");
    }
  }

  private static void name(String key, String name) {
    if (name.startsWith("refs/") || !RefName.valid(name)) {
      throw new IllegalArgumentException(
          "`" + key + "`: '" + name + "' cannot be the name of a branch");
    }
  }

  private Landing landing() {
    if (onto.isPresent()) {
      return new Landing.Onto(onto.get());
    }
    var name = branch.orElseGet(() -> branchOf(at));
    return push ? new Landing.OnRemote(name) : new Landing.InClone(name);
  }

  /** The branch that is made at this moment where none is named. */
  public static String branchOf(PlanTime at) {
    return "rollback/" + MOMENT.format(at.at());
  }

  private RevertRequest request() {
    return new RevertRequest(commits, mainline, landing(), at.at().toString());
  }

  /** Steps that revert other commits on the same branch touch it, and are not the same target. */
  @Override
  public Target target() {
    var parts = new ArrayList<>(List.of("commits"));
    commits.stream().map(c -> CommitName.of(c).shown()).forEach(parts::add);
    return new Target("branch " + landing().branch(), parts);
  }

  @Override
  public List<Requirement<GitReader>> requirements() {
    var needs = new ArrayList<>(Needs.aClone());
    needs.add(Needs.aCommitter());
    if (push) {
      var ref = landing().ref();
      needs.add(Requirement.both("push " + ref, reader -> reader.mayPush(ref)));
    } else {
      needs.add(Needs.aWritableClone());
    }
    return List.copyOf(needs);
  }

  @Override
  public Risk risk(RevertState before, RevertState after) {
    return onto.isPresent() ? Risk.DISRUPTIVE : Risk.REVERSIBLE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Map<String, Long> magnitude(RevertState before, RevertState after) {
    var more = after.reverted().stream().filter(c -> !before.reverted().contains(c)).count();
    var less = before.reverted().stream().filter(c -> !after.reverted().contains(c)).count();
    return Map.of("commits", more + less);
  }

  /** A range may be longer than its author thought. */
  @Override
  public Map<String, Long> limit() {
    return Map.of("commits", USUAL_MOST);
  }

  @Override
  public Observed<RevertState> observe(GitReader system) {
    return system.reverts(request());
  }

  @Override
  public RevertState desired(RevertState before) {
    if (before.open().isEmpty()) {
      return before;
    }
    var foreseen = before.foreseen().value();
    foreseen
        .obstacle()
        .ifPresent(
            o -> {
              throw o.refusal();
            });
    var reverted = new ArrayList<>(before.reverted());
    reverted.addAll(before.open());
    return new RevertState(before.base(), foreseen.tree(), reverted, List.of(), before.foreseen());
  }

  /**
   * A branch that was made and is gone is what undo leads to, wherever its base is by now; unless
   * it was merged before.
   */
  @Override
  public boolean partway(RevertState from, RevertState to, RevertState now) {
    return from.tree().isPresent()
        && to.tree().isEmpty()
        && now.tree().isEmpty()
        && now.reverted().isEmpty();
  }

  @Override
  public void write(Observed<RevertState> from, RevertState to, GitWriter system) {
    system.revert(request(), from, to);
  }
}
