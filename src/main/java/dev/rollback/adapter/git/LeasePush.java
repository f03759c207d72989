package dev.rollback.adapter.git;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.GitProgram.Answer;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pushes of one ref to a commit of the scratch repository: one compare-and-swap, since git compares
 * before it sends and the server when it has locked the ref.
 */
final class LeasePush {
  /** Two who come at the same instant may both find the ref locked, on some servers. */
  private static final int TRIES = 5;

  private static final List<String> PUSH =
      List.of(
          "-c",
          "core.hooksPath=/dev/null",
          "push",
          "--porcelain",
          "--no-progress",
          "--no-verify",
          "--no-signed",
          "--no-follow-tags",
          "--recurse-submodules=no");

  private final Remote remote;

  LeasePush(Remote remote) {
    this.remote = remote;
  }

  /** Whether a push to this ref is taken, as far as can be told without pushing. */
  Finding rehearse(String ref, String commit) {
    var several = several();
    if (several.isPresent()) {
      return several.get();
    }
    // With the plus: what stands there now is in nobody's way.
    var answer = push("--dry-run", ref, "+" + commit);
    if (answer.ok()) {
      return new Finding.Met();
    }
    var permission = GitErrors.permission(answer);
    var why = remote.errors(Scratch.PUSH).reading("rehearsing a push to " + ref, answer);
    if (permission.isEmpty()) {
      throw why;
    }
    return new Finding.Missing(why.problem(), permission.get().advice());
  }

  /** Several places cannot be changed as one. */
  private Optional<Finding.Missing> several() {
    var addresses = remote.pushedTo();
    return addresses.size() == 1
        ? Optional.empty()
        : Optional.of(
            new Finding.Missing(
                "The remote '%s' is pushed to %d addresses: %s. A lease can stand at one only."
                    .formatted(remote.name(), addresses.size(), String.join(", ", addresses)),
                "Name a remote with one push URL: git remote get-url --push --all "
                    + remote.name()));
  }

  /**
   * Makes a ref point to a commit if it still points to {@code expected}, or, where that is empty,
   * if there is no such ref.
   *
   * @return false when it points to something else
   */
  boolean replace(String ref, Optional<String> expected, String commit) {
    var several = several();
    if (several.isPresent()) {
      throw SystemException.refused(several.get().why(), several.get().remedy());
    }
    var condition = "--force-with-lease=" + ref + ":" + expected.orElse("");
    for (var n = 1; ; n++) {
      var answer = push(condition, ref, commit);
      switch (PushOutcome.of(answer, ref)) {
        case PushOutcome.Done _ -> {
          return true;
        }
        case PushOutcome.Stale _ -> {
          return false;
        }
        case PushOutcome.Unsettled _ ->
            throw remote.errors(Scratch.PUSH).writing("pushing " + ref, answer);
        case PushOutcome.Declined declined -> {
          // Servers word it differently: what stands there now tells a race from a refusal.
          var now = remote.id(Scratch.PUSH, ref);
          if (!now.equals(expected)) {
            return now.equals(Optional.of(commit));
          }
          if (n == TRIES || !declined.locked()) {
            throw declined(ref, declined);
          }
        }
      }
    }
  }

  private SystemException declined(String ref, PushOutcome.Declined declined) {
    return SystemException.refused(
        "%s declined the push to %s: %s"
            .formatted(remote.pushedTo().getFirst(), ref, declined.why()),
        declined.hook()
            ? "A hook or a rule of the server does not take refs under refs/rollback/; have it"
                + " allowed, or keep the lease in another system."
            : "Change what the server objects to, then try again.");
  }

  private Answer push(String how, String ref, String commit) {
    return remote.run(
        Stream.concat(PUSH.stream(), Stream.of(how, Scratch.PUSH, commit + ":" + ref)).toList());
  }
}
