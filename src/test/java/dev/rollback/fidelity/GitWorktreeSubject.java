package dev.rollback.fidelity;

import dev.rollback.adapter.git.TestGit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** {@code git.worktree}, of commits with and without submodules. */
final class GitWorktreeSubject extends GitSubject {
  private final List<String> commits;
  private int cases;

  GitWorktreeSubject() {
    commits = List.of(git().push("a", "1\n"), git().pushSubmodule(), git().push("b", "2\n"));
  }

  @Override
  public String name() {
    return "git.worktree";
  }

  @Override
  public Set<String> actions() {
    return Set.of("git.worktree");
  }

  @Override
  public long writes() {
    return TestGit.bytes(git().clone).hashCode();
  }

  @Override
  public Object snapshot() {
    return Map.of(
        "clone", git().seen(), "trees", git().git(git().clone, "worktree", "list", "--porcelain"));
  }

  @Override
  public Case next(Random random) {
    cases++;
    var path = git().clone.resolveSibling("tree " + cases);
    var commit = commits.get(random.nextInt(commits.size()));
    var other = commits.get((commits.indexOf(commit) + 1) % commits.size());
    return new Case(
        """
        steps:
          - id: tree
            action: git.worktree
            with: {commit: "%s", directory: "../tree %d", submodules: %s}
        after:
          - {check: git.contains, with: {commit: %s, side: local}}
        """
            .formatted(commit, cases, random.nextBoolean(), commit),
        List.of(
            Drift.harmful("another work tree there", () -> add(path.toString(), other)),
            Drift.harmless("a work tree elsewhere", () -> add(path + " too", other)),
            Drift.harmless("a commit", () -> git().commit("more " + cases))));
  }

  private void add(String path, String commit) {
    git().git(git().clone, "worktree", "add", "--quiet", "--detach", path, commit);
  }
}
