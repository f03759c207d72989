package dev.rollback.adapter.git.worktree;

import dev.rollback.action.Observed;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitErrors;
import dev.rollback.adapter.git.repository.GitProgram;
import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import dev.rollback.adapter.git.repository.Obstacle;
import dev.rollback.adapter.git.repository.Operation;
import dev.rollback.adapter.git.repository.Words;
import dev.rollback.adapter.git.repository.WorkTree;
import dev.rollback.adapter.git.worktree.LinkedRequest.Phase;
import dev.rollback.adapter.git.worktree.LinkedState.Seen;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Hint;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The work trees that are linked to the clone: seen, made and removed. What git denies throws
 * {@link dev.rollback.diagnostic.SystemException}, which says whether anything may have been
 * changed.
 */
public final class LinkedTrees {
  /** All files of a commit, and those of its submodules over the network. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final List<String> QUIET =
      List.of("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null");
  private static final Map<String, String> OFFLINE = Map.of("GIT_ALLOW_PROTOCOL", "");

  private final GitProgram git;
  private final Checkout checkout;
  private final Submodules submodules;
  private final TreeHomes homes;

  /** Looks at nothing yet. */
  public LinkedTrees(GitProgram git, Checkout checkout) {
    this.git = git;
    this.checkout = checkout;
    this.submodules = new Submodules(git, checkout);
    this.homes = new TreeHomes(checkout);
  }

  private Path folder(LinkedRequest request) {
    return checkout.place().top().resolve(request.directory()).normalize();
  }

  /** Whether there is a folder in which it can be made. */
  public Finding roomFor(LinkedRequest request) {
    var parent = folder(request).getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return new Finding.Missing(
          "There is no folder " + parent + ".", "Make it, or name another `directory`.");
    }
    return Files.isWritable(parent)
        ? new Finding.Met()
        : new Finding.Missing(
            "The folder " + parent + " cannot be written to.",
            "Have its permissions corrected, or name another `directory`.");
  }

  /** Whether the submodules that a commit records can be reached. */
  public Finding submodulesOf(String commit) {
    return has(commit) ? submodules.reachable(commit) : new Finding.Met();
  }

  private boolean has(String commit) {
    return checkout.has(commit);
  }

  /** What is there now. */
  public Observed<LinkedState> look(LinkedRequest request, String fetchCommand) {
    var state = state(request, fetchCommand);
    var version = state.commit().orElse("none") + state.mark().map(m -> " " + m).orElse("");
    return new Observed<>(state, version, notes(request, state));
  }

  private LinkedState state(LinkedRequest request, String fetchCommand) {
    var folder = folder(request);
    var home = homes.of(folder);
    var mark = home.flatMap(h -> TreeHomes.mark(h, folder));
    var recorded =
        has(request.commit()) ? submodules.recorded(request.commit()) : Map.<String, String>of();
    if (home.isPresent() && Files.isRegularFile(folder.resolve(".git"))) {
      return present(folder, home.get(), mark, new Seen(recorded, Optional.empty()));
    }
    return LinkedState.absent(
        mark, new Seen(recorded, obstacle(request, folder, home, fetchCommand)));
  }

  private LinkedState present(Path folder, Path home, Optional<String> mark, Seen seen) {
    var tree =
        WorkTree.parse(
            must(
                "comparing the work tree",
                folder,
                "status",
                "--porcelain=v2",
                "--branch",
                "-z",
                "--no-renames",
                "--untracked-files=normal",
                "--ignore-submodules=none"),
            Operation.in(home));
    return new LinkedState(
        Optional.of(must("reading HEAD", folder, "rev-parse", "HEAD").strip()),
        tree.branch(),
        populated(folder),
        !tree.files().isEmpty() || tree.operation().isPresent(),
        TreeHomes.locked(home),
        mark,
        new Hint<>(seen));
  }

  /** The submodules that are checked out, and at which commits. */
  private Map<String, String> populated(Path folder) {
    var populated = new TreeMap<String, String>();
    var listed = must("listing submodules", folder, "ls-files", "--stage", "-z");
    for (var entry : Arrays.asList(listed.split("\0"))) {
      if (entry.startsWith("160000 ")) {
        var path = entry.substring(entry.indexOf('\t') + 1);
        if (Files.exists(folder.resolve(path).resolve(".git"))) {
          populated.put(
              path, must("reading " + path, folder.resolve(path), "rev-parse", "HEAD").strip());
        }
      }
    }
    return populated;
  }

  private Optional<Obstacle> obstacle(
      LinkedRequest request, Path folder, Optional<Path> home, String fetchCommand) {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(
          new Obstacle(
              folder + " is there already, and is no work tree of " + checkout.directory() + ".",
              "Name another `directory`, or move away what is there."));
    }
    if (home.isPresent()) {
      var locked = TreeHomes.locked(home.get());
      return Optional.of(
          new Obstacle(
              "git knows a work tree %s that is not there%s."
                  .formatted(folder, locked ? ", and it is locked" : ""),
              locked
                  ? "See where it is; if it is gone for good: git worktree unlock " + folder
                  : "Bring it back, or have git forget it: git worktree prune"));
    }
    if (roomFor(request) instanceof Finding.Missing missing) {
      return Optional.of(new Obstacle(missing.why(), missing.remedy()));
    }
    return has(request.commit())
        ? Optional.empty()
        : Optional.of(
            new Obstacle(
                "The clone in %s has no commit %s."
                    .formatted(checkout.directory(), request.commit()),
                "Check the id, or fetch first: " + fetchCommand));
  }

  private List<String> notes(LinkedRequest request, LinkedState state) {
    var notes = new ArrayList<String>();
    if (state.commit().isEmpty()) {
      notes.add("The folder: " + folder(request));
      if (request.submodules()) {
        state
            .seen()
            .value()
            .recorded()
            .forEach((path, id) -> notes.add("Submodule " + path + " at " + id));
      }
      notes.add("Its undo removes the folder, with files in it that git ignores.");
    }
    if (state.locked()) {
      notes.add("It is locked: git worktree unlock");
    }
    return notes;
  }

  /** Makes it, goes on making it, or removes it. */
  public void move(LinkedRequest request, LinkedState from, LinkedState to, String fetchCommand) {
    var now = state(request, fetchCommand);
    if (!now.equals(from)) {
      throw SystemException.refused(
          folder(request) + " has changed since it was looked at.",
          "Look at what is in it; then plan again.");
    }
    if (to.commit().isPresent()) {
      make(request, now);
    } else {
      refuseUnlessOurs(request, now);
      remove(request);
    }
  }

  /** Removing takes away what is nowhere else; whoever wants that does it by hand. */
  private void refuseUnlessOurs(LinkedRequest request, LinkedState now) {
    var mark = now.mark().orElse("");
    var begun = request.underWay(mark);
    var why =
        now.locked()
            ? "it is locked"
            : !begun && !mark.equals(request.mark(Phase.MADE))
                ? "this plan did not make it"
                : !begun && now.changed() ? "something in it is not committed" : "";
    if (!why.isEmpty()) {
      throw SystemException.refused(
          "The work tree %s is not removed: %s.".formatted(folder(request), why),
          "Look at what is in it; if nobody needs it: git worktree remove --force "
              + folder(request));
    }
  }

  private void make(LinkedRequest request, LinkedState now) {
    var folder = folder(request);
    if (now.commit().isEmpty()) {
      var added =
          inClone(
              "worktree",
              "add",
              "--quiet",
              "--detach",
              "--no-checkout",
              folder.toString(),
              request.commit());
      if (!added.ok()) {
        // What git has begun it removes again, unless it was killed.
        throw homes.of(folder).isEmpty()
            ? errors(folder).reading("making it", added)
            : errors(folder).writing("making it", added);
      }
    }
    try {
      mark(request, Phase.MAKING);
      fill(request, folder);
      mark(request, Phase.MADE);
    } catch (SystemException e) {
      throw withdrawn(request, e);
    }
  }

  private void fill(LinkedRequest request, Path folder) {
    var commands = new ArrayList<List<String>>();
    commands.add(List.of("checkout", "--quiet", "--force", "--detach", request.commit()));
    if (request.submodules()) {
      commands.addAll(Submodules.checkout());
    }
    for (var command : commands) {
      var answer = git.run(new Call(folder, command, Map.of(), "", PATIENCE));
      if (!answer.ok()) {
        throw errors(folder).reading("checking out", answer);
      }
    }
  }

  /** One that could not be made whole is not left there. */
  private SystemException withdrawn(LinkedRequest request, SystemException why) {
    var advice = why.advice().orElse("Do the same by hand with git.");
    var removed = inClone("worktree", "remove", "--force", folder(request).toString());
    return removed.ok()
        ? SystemException.refused(why.problem(), advice, why)
        : SystemException.unknown(
            why.problem()
                + "; and what was made of it cannot be removed: "
                + Words.of(removed.err()).all(),
            advice,
            why);
  }

  private void remove(LinkedRequest request) {
    var folder = folder(request);
    mark(request, Phase.REMOVING);
    homes.restore(folder);
    // Git refuses what has submodules; that all of it is committed was seen just now.
    var removed = inClone("worktree", "remove", "--force", folder.toString());
    if (!removed.ok()) {
      throw errors(folder).writing("removing it", removed);
    }
  }

  private void mark(LinkedRequest request, Phase phase) {
    homes.mark(folder(request), request.mark(phase));
  }

  private static GitErrors errors(Path folder) {
    return new GitErrors(folder.toString());
  }

  private Answer inClone(String... arguments) {
    return git.run(new Call(checkout.place().top(), List.of(arguments), Map.of(), "", PATIENCE));
  }

  /** Reads in it, as the clone is read. */
  private String must(String doing, Path folder, String... arguments) {
    var argv = new ArrayList<>(QUIET);
    argv.addAll(List.of(arguments));
    var answer = git.run(new Call(folder, argv, OFFLINE, "", PATIENCE));
    if (!answer.ok()) {
      throw errors(folder).reading(doing, answer);
    }
    return answer.out();
  }
}
