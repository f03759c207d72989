package dev.rollback.adapter.git.revert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Commits to take back, and where.
 *
 * @param commits as the runbook names them
 * @param mainline which parent of a merge stays, counted from 1
 * @param landing which branch the reverts go to
 * @param plan what is written into each commit, so that a plan knows its own again
 */
public record RevertRequest(
    List<String> commits, Optional<Integer> mainline, Landing landing, String plan) {
  private static final int STEP_BYTES = 4;

  /** Keeps its own copy. */
  public RevertRequest {
    commits = List.copyOf(commits);
  }

  /** Where reverts go. */
  public sealed interface Landing {
    /** A new branch of the clone, by this name. */
    record InClone(String branch) implements Landing {}

    /** A new branch of the remote, by this name. */
    record OnRemote(String branch) implements Landing {}

    /** The connection's own branch, which is written out to be sure that it is meant. */
    record Onto(String branch) implements Landing {}

    /** The branch's name. */
    String branch();

    /** Its full name. */
    default String ref() {
      return "refs/heads/" + branch();
    }
  }

  /** Tells this step's commits from those of other steps of its plan. */
  String step() {
    var text = String.join("\n", commits) + "\n" + mainline.map(String::valueOf).orElse("");
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, STEP_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
