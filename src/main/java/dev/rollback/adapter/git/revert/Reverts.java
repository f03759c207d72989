package dev.rollback.adapter.git.revert;

import dev.rollback.action.Observed;
import dev.rollback.adapter.git.repository.Bench;
import dev.rollback.adapter.git.repository.Benches;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.adapter.git.repository.Identity;
import dev.rollback.adapter.git.repository.Obstacle;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import dev.rollback.adapter.git.revert.RevertRequest.Landing;
import dev.rollback.adapter.git.revert.RevertState.Foreseen;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Hint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sees what has been taken back on a branch, and takes back what has not. What git or the remote
 * denies throws {@link dev.rollback.diagnostic.SystemException}, which says whether the branch may
 * have been changed.
 */
public final class Reverts implements AutoCloseable {
  /** As git takes a switch for off. */
  private static final Set<String> OFF = Set.of("false", "no", "off", "0", "");

  private final GitSettings settings;
  private final Checkout checkout;
  private final Remote remote;
  private final Identity identity;
  private final Benches benches;
  private Optional<Tried> last = Optional.empty();

  private record Tried(List<Object> key, RevertTrial trial) {}

  /** Asks nothing yet. */
  public Reverts(
      GitSettings settings, Checkout checkout, Remote remote, Identity identity, Benches benches) {
    this.settings = settings;
    this.checkout = checkout;
    this.remote = remote;
    this.identity = identity;
    this.benches = benches;
  }

  /**
   * Where a branch is at.
   *
   * @param tip its newest commit; empty where there is none yet
   * @param line what is built upon: that commit, or else the newest one of the connection's branch
   */
  private record Standing(BranchPlace place, Optional<String> tip, String line) {
    String version() {
      return tip.orElse("no branch yet, from " + line);
    }
  }

  /**
   * What has been taken back on the branch, and what would come of the rest. One bench for all that
   * is tried: what it has fetched it keeps.
   */
  public synchronized Observed<RevertState> look(RevertRequest request) {
    refuseShallow();
    var bench = benches.forTrying();
    var standing = standing(request.landing(), bench);
    var own = OwnCommits.at(standing.line(), request.plan(), bench);
    var pinned = own.named(request.step());
    var reverted = own.reverted(request.step());
    var named =
        pinned.isEmpty()
            ? Named.find(request, standing.line(), settings.branch(), this::resolve, bench)
            : Named.these(left(pinned, reverted), bench);
    var trial = trial(standing.line(), named, request, bench);
    var state =
        new RevertState(
            own.base(),
            standing.tip().map(bench::tree),
            reverted,
            open(named, trial),
            new Hint<>(foreseen(request, standing, own, trial, bench)));
    return new Observed<>(
        state,
        standing.version(),
        new RevertNotes(request, standing.place().where(), settings.remote(), signs(), bench)
            .of(named, trial, standing.line()));
  }

  /**
   * The files that a branch on the remote has otherwise than a commit, in order; empty where there
   * is no such branch.
   */
  public synchronized Optional<List<String>> differing(String commit, String ref) {
    var bench = benches.forTrying();
    var tip = remote.id(Scratch.READ, ref);
    tip.ifPresent(t -> bench.need(t, Scratch.READ, ref, remote));
    return tip.map(t -> differing(commit, t, bench));
  }

  private List<String> differing(String commit, String tip, Bench bench) {
    if (!bench.has(commit)) {
      throw SystemException.refused(
          "There is no commit " + commit + ", neither in the clone nor in the branch's history.",
          "Check the id; bring the clone up to date: git -C "
              + checkout.directory()
              + " fetch "
              + settings.remote());
    }
    return bench.records(
        "comparing " + commit + " with " + tip,
        "diff-tree",
        "-r",
        "-z",
        "--no-renames",
        "--name-only",
        commit,
        tip);
  }

  /** What comes of the same commits on the same one is always the same. */
  private RevertTrial trial(String line, Named named, RevertRequest request, Bench bench) {
    var key = List.of(line, named.ids(), request.mainline());
    if (last.isEmpty() || !last.get().key().equals(key)) {
      var trial = RevertTrial.of(line, named.commits(), request.mainline(), bench);
      last = Optional.of(new Tried(key, trial));
    }
    return last.get().trial();
  }

  /** Of those after a conflict nobody knows yet whether anything is left of them. */
  private static List<String> open(Named named, RevertTrial trial) {
    return named.ids().stream().filter(id -> !trial.already().contains(id)).toList();
  }

  private static List<String> left(List<String> pinned, List<String> reverted) {
    return pinned.stream().filter(id -> !reverted.contains(id)).toList();
  }

  private void refuseShallow() {
    if (checkout.shallow()) {
      throw SystemException.refused(
          "The clone in " + checkout.directory() + " is shallow: older commits are not there.",
          "Complete it: git -C "
              + checkout.directory()
              + " fetch --unshallow "
              + settings.remote());
    }
  }

  private boolean signs() {
    return checkout.settings().stream()
        .filter(s -> s.key().equals("commit.gpgsign"))
        .reduce((_, last) -> last)
        .filter(s -> !OFF.contains(s.value().toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private Standing standing(Landing landing, Bench bench) {
    if (landing instanceof Landing.Onto && !landing.branch().equals(settings.branch())) {
      throw SystemException.refused(
          "`onto` is %s, and the connection's branch is %s."
              .formatted(landing.branch(), settings.branch()),
          "Name that branch, or a connection with another one.");
    }
    var place =
        switch (landing) {
          case Landing.InClone _ -> new CloneBranches(checkout);
          case Landing.OnRemote _, Landing.Onto _ -> new RemoteBranches(remote);
        };
    var tip = place.tip(landing.ref());
    tip.ifPresent(t -> place.bring(t, landing.ref(), bench));
    return new Standing(place, tip, tip.orElseGet(() -> source(landing, bench)));
  }

  /** The newest commit of the connection's branch, which has been brought. */
  private String source(Landing landing, Bench bench) {
    var side = landing instanceof Landing.InClone ? Scratch.READ : Scratch.PUSH;
    var tip =
        remote.id(side, settings.branchRef()).orElseGet(() -> remote.tip(settings.branchRef()));
    bench.need(tip, side, settings.branchRef(), remote);
    identity.prove(tip);
    return tip;
  }

  /** A branch or tag of the remote, now. */
  private String resolve(String name) {
    var branch = remote.id(Scratch.READ, "refs/heads/" + name);
    var tag =
        remote
            .id(Scratch.READ, "refs/tags/" + name + "^{}")
            .or(() -> remote.id(Scratch.READ, "refs/tags/" + name));
    if (branch.isPresent() && tag.isPresent()) {
      throw SystemException.refused(
          "%s has both a branch and a tag '%s'.".formatted(remote.name(), name),
          "Write the full commit id.");
    }
    return branch
        .or(() -> tag)
        .orElseThrow(
            () ->
                SystemException.refused(
                    "%s has no branch and no tag '%s'.".formatted(remote.name(), name),
                    "Check the name: git ls-remote " + remote.name()));
  }

  private Foreseen foreseen(
      RevertRequest request, Standing standing, OwnCommits own, RevertTrial trial, Bench bench) {
    var taken =
        standing.tip().isPresent() && own.none() && !(request.landing() instanceof Landing.Onto);
    return new Foreseen(
        Optional.of(trial.tree()),
        taken
            ? Optional.of(taken(request.landing(), standing))
            : trial.conflict().map(c -> conflict(c, standing.line(), bench)));
  }

  private static Obstacle taken(Landing landing, Standing standing) {
    return new Obstacle(
        "The branch %s is there already, in %s, at %s; this plan did not make it."
            .formatted(landing.branch(), standing.place().where(), standing.line()),
        "Name another `branch`, or remove this one if nobody needs it.");
  }

  private static Obstacle conflict(RevertTrial.Conflict conflict, String line, Bench bench) {
    var what = Named.byId(List.of(conflict.commit()), bench).get(conflict.commit());
    return new Obstacle(
        "%s cannot be taken back, there are conflicts: %s."
            .formatted(
                what == null ? conflict.commit() : what.label(),
                conflict.files().entrySet().stream()
                    .map(
                        f ->
                            f.getKey()
                                + " ("
                                + f.getValue()
                                + later(conflict, f.getKey(), line, bench)
                                + ")")
                    .collect(Collectors.joining("; "))),
        "Name the later commits that changed these files as well, if they are to go too; else"
            + " revert by hand: git revert "
            + conflict.commit());
  }

  private static String later(
      RevertTrial.Conflict conflict, String file, String line, Bench bench) {
    var commits =
        bench
            .records(
                "looking for later changes",
                "log",
                "-z",
                LogEntry.FORMAT,
                conflict.commit() + ".." + line,
                "--",
                ":(literal)" + file)
            .stream()
            .map(LogEntry::of)
            .toList();
    return commits.isEmpty() ? "" : " by " + Named.labels(commits, 3);
  }

  /** Brings a branch from one state to another; refuses where it has moved on since. */
  public synchronized void move(RevertRequest request, Observed<RevertState> from, RevertState to) {
    try (var bench = benches.forMaking()) {
      var standing = standing(request.landing(), bench);
      if (to.tree().isEmpty() && standing.tip().isEmpty()) {
        return;
      }
      if (!standing.version().equals(from.version())) {
        throw movedOn(request.landing(), standing, from.version());
      }
      if (to.tree().isEmpty() && request.landing() instanceof Landing.OnRemote) {
        refuseMerged(request.landing(), standing, bench);
      }
      var commit =
          to.tree().isEmpty()
              ? Optional.<String>empty()
              : Optional.of(make(request, standing, to, bench));
      if (!standing
          .place()
          .move(request.landing().ref(), standing.line(), standing.tip(), commit, bench)) {
        throw movedOn(request.landing(), standing, from.version());
      }
    }
  }

  /** What was merged is not taken back by removing the branch that it came from. */
  private void refuseMerged(Landing landing, Standing standing, Bench bench) {
    if (bench.leadsTo(standing.line(), source(landing, bench))) {
      throw SystemException.refused(
          "%s has been merged into %s: removing it would bring nothing back."
              .formatted(landing.branch(), settings.branch()),
          "To bring the changes back, revert the merge or the reverts; the branch itself can be"
              + " removed by hand.");
    }
  }

  private static SystemException movedOn(Landing landing, Standing standing, String version) {
    return SystemException.refused(
        "%s in %s has moved on: it was at '%s'."
            .formatted(landing.branch(), standing.place().where(), version),
        "Somebody else has pushed meanwhile. Plan again and look at the new preview.");
  }

  private String make(RevertRequest request, Standing standing, RevertState to, Bench bench) {
    var own = OwnCommits.at(standing.line(), request.plan(), bench);
    var done = own.reverted(request.step());
    var back = done.stream().filter(id -> !to.reverted().contains(id)).toList();
    var forth = to.reverted().stream().filter(id -> !done.contains(id)).toList();
    var ids = Stream.concat(own.behind(request.step(), back).stream(), forth.stream()).toList();
    var made = new RevertMaking(request, checkout, bench).make(standing.line(), ids);
    var found = OwnCommits.at(made, request.plan(), bench).reverted(request.step());
    if (!to.tree().equals(Optional.of(bench.tree(made))) || !found.equals(to.reverted())) {
      throw SystemException.refused(
          "The commits that were made are not those that were previewed: a hook of the clone has"
              + " changed their files, or the lines of their messages that tell what they revert.",
          "Look at the hooks in " + checkout.hooks() + ". Nothing was kept.");
    }
    return made;
  }

  @Override
  public void close() {
    benches.close();
  }
}
