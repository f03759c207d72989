package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Pushes of one ref: one compare-and-swap, since git compares before it sends and the server when
 * it has locked the ref.
 *
 * @param remote where to
 * @param name what git is to call it: the remote's name in the repository that pushes
 * @param git runs git in the repository that has the commit
 * @param advice what to do when a hook or a rule of the server declines
 */
public record RefPush(
    Remote remote, String name, Function<List<String>, Answer> git, String advice) {
  /** Two who come at the same instant may both find the ref locked, on some servers. */
  private static final int TRIES = 5;

  private static final List<String> PUSH =
      List.of(
          "push", "--porcelain", "--no-progress", "--no-follow-tags", "--recurse-submodules=no");

  /** As {@code --force-with-lease} is written: the ref still points there, or is not there. */
  static String condition(String ref, Optional<String> expected) {
    return "--force-with-lease=" + ref + ":" + expected.orElse("");
  }

  /**
   * Makes a ref point to a commit if it still points to {@code expected}, or, where that is empty,
   * if there is no such ref; removes the ref where {@code commit} is empty.
   *
   * @return false when it points to something else
   * @throws SystemException with an unknown effect when it was sent and not answered
   */
  public boolean replace(String ref, Optional<String> expected, Optional<String> commit) {
    for (var n = 1; ; n++) {
      var answer = push(condition(ref, expected), ref, commit.orElse(""));
      switch (PushOutcome.of(answer, ref)) {
        case PushOutcome.Done _ -> {
          return true;
        }
        case PushOutcome.Stale _ -> {
          return false;
        }
        case PushOutcome.NotSent(var why) ->
            throw SystemException.refused(
                "The pre-push hook of the clone declined the push of %s: %s".formatted(ref, why),
                "Do what the hook asks for; nothing was pushed.");
        case PushOutcome.Unsettled _ ->
            throw remote.errors(Scratch.PUSH).writing("pushing " + ref, answer);
        case PushOutcome.Declined declined -> {
          // Servers word it differently: what stands there now tells a race from a refusal.
          var now = remote.id(Scratch.PUSH, ref);
          if (!now.equals(expected)) {
            return now.equals(commit);
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
        declined.hook() ? advice : "Change what the server objects to, then try again.");
  }

  /** One push with this option besides. */
  Answer push(String how, String ref, String commit) {
    return git.apply(
        Stream.concat(PUSH.stream(), Stream.of(how, name, commit + ":" + ref)).toList());
  }
}
