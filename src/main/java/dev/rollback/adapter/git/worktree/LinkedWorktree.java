package dev.rollback.adapter.git.worktree;

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
import dev.rollback.adapter.git.worktree.LinkedRequest.Phase;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code git.worktree}: a commit in a folder of its own, beside what the user has checked out. */
@Doc(
    "Checks a commit out in a folder of its own, with its submodules at the commits that it"
        + " records. What is checked out in the clone stays as it is.")
public record LinkedWorktree(
    @Doc("The commit's full id: branches and tags may move.") String commit,
    @Doc(
            "The folder that is made; absolute, or relative to the top of the clone. The folder"
                + " that it is made in must be there.")
        String directory,
    @Doc("Whether submodules are checked out as well, and theirs.") @Default("true")
        boolean submodules,
    @Doc("The moment of the plan: it marks the work tree.") PlanTime at)
    implements Action<LinkedState, GitReader, GitWriter> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the commit is no full id, or the folder none
   */
  public LinkedWorktree {
    commit = CommitName.id(commit);
    if (directory.isBlank() || directory.indexOf('\0') >= 0 || directory.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("`directory` is to be the path of a folder, on one line");
    }
  }

  private LinkedRequest request() {
    return new LinkedRequest(commit, directory, submodules, at.at().toString());
  }

  @Override
  public Target target() {
    return Target.of("work tree " + Path.of(directory).normalize());
  }

  @Override
  public List<Requirement<GitReader>> requirements() {
    var needs = new ArrayList<>(Needs.aClone());
    needs.add(Needs.aWritableClone());
    needs.add(
        Requirement.apply(
            "a folder to make " + directory + " in", reader -> reader.roomFor(request())));
    if (submodules) {
      needs.add(
          Requirement.apply(
              "reach the submodules of " + CommitName.shown(commit),
              reader -> reader.submodulesOf(commit)));
    }
    return List.copyOf(needs);
  }

  @Override
  public Risk risk(LinkedState before, LinkedState after) {
    return Risk.REVERSIBLE;
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
  public Observed<LinkedState> observe(GitReader system) {
    return system.linked(request());
  }

  @Override
  public LinkedState desired(LinkedState before) {
    var seen = before.seen().value();
    var wanted = submodules ? seen.recorded() : Map.<String, String>of();
    if (before.commit().isPresent()) {
      usable(before, wanted);
      return before;
    }
    seen.obstacle()
        .ifPresent(
            o -> {
              throw o.refusal();
            });
    return new LinkedState(
        Optional.of(commit),
        Optional.empty(),
        wanted,
        false,
        false,
        Optional.of(request().mark(Phase.MADE)),
        new Hint<>(seen));
  }

  /** One that is there is used as it is, or not at all: it is somebody's. */
  private void usable(LinkedState there, Map<String, String> wanted) {
    var why = new ArrayList<String>();
    if (!there.commit().equals(Optional.of(commit))) {
      why.add("it is at " + there.commit().orElse("no commit"));
    }
    there.branch().ifPresent(b -> why.add("the branch " + b + " is checked out in it"));
    if (there.changed()) {
      why.add("something in it is not committed");
    }
    if (submodules && !there.submodules().equals(wanted)) {
      why.add("its submodules are not at the commits that are recorded");
    }
    if (!why.isEmpty()) {
      throw SystemException.refused(
          "The work tree %s is there already: %s%s."
              .formatted(directory, String.join("; ", why), there.locked() ? "; it is locked" : ""),
          "Name another `directory`; or look at what is in it, and remove it if nobody needs it:"
              + " git worktree remove "
              + directory);
    }
  }

  @Override
  public boolean partway(LinkedState from, LinkedState to, LinkedState now) {
    var mark = now.mark().orElse("");
    var removing = mark.equals(request().mark(Phase.REMOVING));
    var onTheWay = to.commit().isEmpty() || (!removing && now.commit().equals(to.commit()));
    return !now.locked() && now.branch().isEmpty() && request().underWay(mark) && onTheWay;
  }

  @Override
  public void write(Observed<LinkedState> from, LinkedState to, GitWriter system) {
    system.link(request(), from, to);
  }
}
