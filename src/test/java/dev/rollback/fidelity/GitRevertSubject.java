package dev.rollback.fidelity;

import dev.rollback.adapter.git.TestGit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code git.revert}, of commits and ranges, to branches of the clone, the remote, and main. */
final class GitRevertSubject extends GitSubject {
  private int cases;

  @Override
  public String name() {
    return "git.revert";
  }

  @Override
  public Set<String> actions() {
    return Set.of("git.revert");
  }

  @Override
  public Case next(Random random) {
    cases++;
    git().git(git().clone, "fetch", "--quiet", "origin");
    git().git(git().clone, "reset", "--quiet", "--hard", "origin/main");
    var from = git().push("begin", "case " + cases + "\n");
    var made = new ArrayList<String>();
    for (var i = 1 + random.nextInt(4); i > 0; i--) {
      made.add(git().push(file(random, i), "v" + random.nextInt(100) + " " + cases + "\n"));
    }
    git().push("hotfix", "case " + cases + "\n");
    var branch = "fidelity/" + cases;
    var drifts = new ArrayList<>(List.of(mainMoves()));
    var landing =
        switch (random.nextInt(3)) {
          case 0 -> "push: true, onto: main";
          case 1 -> {
            drifts.add(branchOnRemote(branch));
            yield "push: true, branch: " + branch;
          }
          default -> {
            drifts.add(branchInClone(branch));
            yield "branch: " + branch;
          }
        };
    drifts.add(Drift.harmless("unsaved work", () -> unsaved(random)));
    return new Case(
        """
        steps:
          - {id: revert, action: git.revert, with: {commits: [%s], %s}}
        after:
          - {check: git.contains, with: {commit: %s, side: local}}
        """
            .formatted(commits(random, from, made), landing, from),
        drifts);
  }

  /** One file for each, so that none is in the way of another. */
  private static String file(Random random, int i) {
    return random.nextBoolean() ? "file " + i : "folder/\"file\" ä" + i;
  }

  private static String commits(Random random, String from, List<String> made) {
    if (random.nextInt(3) == 0) {
      return from + ".." + made.getLast();
    }
    var some = new ArrayList<>(made);
    Collections.shuffle(some, random);
    return some.stream()
        .limit(1 + random.nextInt(made.size()))
        .map(id -> '"' + id + '"')
        .collect(Collectors.joining(", "));
  }

  private Drift mainMoves() {
    return Drift.harmful(
        "a commit more on the branch",
        () -> git().somebodyElsePushes("main", "theirs", "case " + cases + "\n"));
  }

  private Drift branchOnRemote(String branch) {
    return Drift.harmful(
        "a branch of that name on the remote",
        () -> git().git(git().clone, "push", "--quiet", "origin", "HEAD:refs/heads/" + branch));
  }

  private Drift branchInClone(String branch) {
    return Drift.harmful(
        "a branch of that name in the clone", () -> git().git(git().clone, "branch", branch));
  }

  private void unsaved(Random random) {
    TestGit.write(git().clone.resolve("one"), "unsaved " + random.nextInt() + "\n");
  }
}
