package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitErrors;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;

/** Branches of the user's clone. None that is checked out anywhere is touched. */
record CloneBranches(Checkout checkout) implements BranchPlace {
  private static final String MADE = "refs/heads/made";

  @Override
  public String where() {
    return "the clone in " + checkout.directory();
  }

  @Override
  public Optional<String> tip(String ref) {
    return checkout.tip(ref);
  }

  @Override
  public void bring(String tip, String ref, Bench bench) {
    // The bench reads the clone's objects.
  }

  @Override
  public boolean move(
      String ref, String base, Optional<String> expected, Optional<String> commit, Bench bench) {
    checkout
        .checkedOut(ref)
        .ifPresent(
            where -> {
              throw SystemException.refused(
                  "The branch %s is checked out in %s.".formatted(ref, where),
                  "Switch to another branch there, then try again: git -C " + where + " switch -");
            });
    commit.ifPresent(made -> take(base, made, bench));
    var answer = checkout.write(update(ref, expected, commit));
    if (answer.ok()) {
      return true;
    }
    var now = tip(ref);
    if (!now.equals(expected)) {
      return now.equals(commit);
    }
    throw new GitErrors(checkout.directory().toString()).writing("writing " + ref, answer);
  }

  private static List<String> update(
      String ref, Optional<String> expected, Optional<String> commit) {
    var old = expected.orElse("");
    return commit
        .map(made -> List.of("update-ref", "-m", "rollback: git.revert", ref, made, old))
        .orElseGet(() -> List.of("update-ref", "-d", ref, old));
  }

  /** Objects first: a branch never points to what is not there. */
  private void take(String base, String commit, Bench bench) {
    bench.local("keeping what was made", "update-ref", MADE, commit);
    if (checkout.partial()) {
      fillGaps(base, commit, bench);
    }
    var answer =
        checkout.write(
            List.of(
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                "--no-recurse-submodules",
                bench.gitDirectory().toString(),
                MADE));
    if (!answer.ok()) {
      // Objects that nothing points to are no change.
      throw new GitErrors(checkout.directory().toString())
          .reading("taking over the commits", answer);
    }
  }

  /** What the clone lacks by intent the bench gets from the remote: reading it is enough. */
  private static void fillGaps(String base, String commit, Bench bench) {
    var objects =
        bench
            .lines("listing what was made", "rev-list", "--objects", commit, "--not", base)
            .map(line -> line.split(" ", 2)[0])
            .toList();
    bench.localWith(
        String.join("\n", objects) + "\n", "reading what was made", "cat-file", "--batch-check");
  }
}
