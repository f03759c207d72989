package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import java.util.regex.Pattern;

/** What became of the push of one ref, as {@code git push --porcelain} tells it. */
sealed interface PushOutcome {
  /** The ref points to what was pushed. */
  record Done() implements PushOutcome {}

  /** The ref pointed to something else: nothing was sent. */
  record Stale() implements PushOutcome {}

  /**
   * The server did not take it.
   *
   * @param reason in brackets after the ref
   * @param words what the server or its hook printed; may be empty
   */
  record Declined(String reason, String words) implements PushOutcome {
    private static final Pattern LOCK =
        Pattern.compile("lock|failed to update ref|incorrect old value|already exists");

    /** Whether another push to the same ref was in the way. */
    boolean locked() {
      return LOCK.matcher(reason).find() || LOCK.matcher(words).find();
    }

    boolean hook() {
      return reason.contains("hook");
    }

    String why() {
      return words.isEmpty() ? reason + "." : reason + ": " + words;
    }
  }

  /** A hook of the clone declined it before anything was sent. */
  record NotSent(String words) implements PushOutcome {}

  /** Nothing was said about the ref. */
  record Unsettled() implements PushOutcome {}

  /** Reads the answer. */
  static PushOutcome of(Answer answer, String ref) {
    return answer
        .out()
        .lines()
        .map(line -> line.split("\t"))
        .filter(fields -> fields.length == 3 && fields[1].endsWith(":" + ref))
        .findFirst()
        .map(fields -> of(fields[0], fields[2], answer))
        .orElseGet(() -> unsaid(answer));
  }

  private static PushOutcome unsaid(Answer answer) {
    return answer.cut().isEmpty() && answer.err().contains(UserHooks.DECLINED)
        ? new NotSent(Words.of(answer.err().replace(UserHooks.DECLINED, "")).all())
        : new Unsettled();
  }

  private static PushOutcome of(String flag, String summary, Answer answer) {
    if (!flag.equals("!")) {
      return answer.ok() ? new Done() : new Unsettled();
    }
    if (summary.startsWith("[rejected]")) {
      return new Stale();
    }
    return summary.startsWith("[remote rejected]")
        ? new Declined(
            summary.replaceFirst("^\\[remote rejected] \\((.*)\\)$", "$1"),
            Words.of(answer.err()).fromRemote())
        : new Unsettled();
  }
}
