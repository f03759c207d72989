package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.util.Optional;

/**
 * Says what git had to object, so that a person knows where and what to do next.
 *
 * @param where the folder or the remote's address, as it may be shown
 */
public record GitErrors(String where) {
  private static final String LOOK =
      "Look at what is there; then resume or undo the run: both go by what is there.";

  /** A question that was not answered: nothing was changed by it. */
  public SystemException reading(String doing, Answer answer) {
    return explain(doing, answer, false);
  }

  /** A change that was not confirmed. */
  public SystemException writing(String doing, Answer answer) {
    return explain(doing, answer, true);
  }

  private SystemException explain(String doing, Answer answer, boolean write) {
    var words = Words.of(answer.err());
    if (answer.cut().isPresent()) {
      var message =
          "%s: git %s while %s%s"
              .formatted(where, answer.cut().get(), doing, afterColon(words.all()));
      return write
          ? unknown(message, answer)
          : SystemException.refused(message, "See by hand how long git takes there.");
    }
    var trouble = Trouble.told(words);
    var message =
        "%s: %s while %s%s"
            .formatted(
                where, trouble.map(Trouble::what).orElse("git failed"), doing, said(answer, words));
    return write && !trouble.map(Trouble::beforeAnything).orElse(false)
        ? unknown(message, answer)
        : SystemException.refused(
            message, trouble.map(Trouble::advice).orElse("Do the same by hand with git."));
  }

  private static SystemException unknown(String message, Answer answer) {
    return SystemException.unknown(
        message, LOOK, new IOException("git ended with exit code " + answer.exit()));
  }

  private static String said(Answer answer, Words words) {
    var all = words.all();
    return all.isEmpty() ? ": it ended with exit code " + answer.exit() : afterColon(all);
  }

  private static String afterColon(String words) {
    return words.isEmpty() ? "." : ": " + words;
  }

  /** A matter of permission, when that is what an answer tells of. */
  static Optional<Trouble> permission(Answer answer) {
    return Trouble.told(Words.of(answer.err())).filter(Trouble::permission);
  }
}
