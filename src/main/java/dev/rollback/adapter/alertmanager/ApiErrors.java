package dev.rollback.adapter.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.Answer;
import dev.rollback.web.Bodies;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the server says when it does not do what it was asked.
 *
 * @param base its URL
 */
record ApiErrors(String base) {

  /**
   * The tree of an answer.
   *
   * @throws SystemException when it is none of this form
   */
  JsonNode tree(Answer answer, Predicate<JsonNode> form) {
    var denied = denied(answer);
    if (denied.isPresent()) {
      throw denied.get();
    }
    if (answer.cut()) {
      throw SystemException.refused(
          "The answer of " + base + " is too long: more than 8 MiB.",
          "See why there are so many silences or alerts.");
    }
    return Optional.of(answer)
        .filter(a -> a.status() == 200)
        .flatMap(a -> Bodies.json(a.body()))
        .filter(form)
        .orElseThrow(
            () ->
                SystemException.refused(
                    "%s does not answer as Alertmanager: %s".formatted(base, words(answer)),
                    "Check `base` in rollback.yaml: it is the URL before /api/v2."));
  }

  /** That this user may not. */
  Optional<SystemException> denied(Answer answer) {
    return Optional.of(answer)
        .filter(a -> a.status() == 401 || a.status() == 403 || a.status() == 405)
        .map(
            a ->
                SystemException.refused(
                    "%s does not let this user do that: %s".formatted(base, words(a)),
                    "Check `user` and `password`, or `bearer`, of the connection in rollback.yaml;"
                        + " or have whoever runs the proxy in front of it permit it."));
  }

  /**
   * That a change was made.
   *
   * @throws SystemException when it was not, or when that is unknown
   */
  void done(Answer answer) {
    var denied = denied(answer);
    if (denied.isPresent()) {
      throw denied.get();
    }
    if (answer.status() >= 500) {
      throw SystemException.unknown(
          "%s failed: %s".formatted(base, words(answer)),
          "Look at its log, then resume.",
          new IllegalStateException("HTTP " + answer.status()));
    }
    if (answer.status() != 200) {
      throw SystemException.refused(
          "%s refuses it: %s".formatted(base, words(answer)),
          "Mend what it says, then plan again.");
    }
  }

  /** An answer that makes no sense. */
  SystemException strange(String what, Throwable cause) {
    return SystemException.refused(
        "%s does not answer as Alertmanager: %s.".formatted(base, what),
        "Check `base` in rollback.yaml.",
        cause);
  }

  private static String words(Answer answer) {
    var said =
        Bodies.json(answer.body())
            .map(tree -> tree.isTextual() ? tree.asText() : tree.path("message").asText())
            .filter(text -> !text.isEmpty())
            .orElse(answer.body());
    return "HTTP " + answer.status() + " " + Bodies.shown(said);
  }
}
