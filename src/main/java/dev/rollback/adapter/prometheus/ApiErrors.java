package dev.rollback.adapter.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.Answer;
import dev.rollback.web.Bodies;
import dev.rollback.web.Site;
import java.util.Optional;

/** What the server says when it does not give data. */
final class ApiErrors {
  private ApiErrors() {}

  /**
   * The tree of an answer that has data.
   *
   * @throws SystemException for any other one
   */
  static JsonNode data(Site site, Answer answer) {
    var refusal = refusal(site, answer).or(() -> failure(site, answer));
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return Bodies.json(answer.body())
        .filter(tree -> tree.path("status").asText().equals("success"))
        .filter(tree -> tree.path("data").isObject())
        .orElseThrow(() -> noApi(site, answer));
  }

  /** That the server would refuse the same question at any time. */
  static Optional<SystemException> refusal(Site site, Answer answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      return Optional.of(
          SystemException.refused(
              "%s does not let this user ask: HTTP %d %s"
                  .formatted(site.base().url(), answer.status(), Bodies.shown(answer.body())),
              "Check `user` and `password`, or `bearer`, of the connection in rollback.yaml."));
    }
    return error(answer)
        .filter(e -> e.path("errorType").asText().equals("bad_data"))
        .map(
            e ->
                SystemException.refused(
                    "Prometheus refuses the query: " + e.path("error").asText(),
                    "Mend the query; try it on the server's own page first."));
  }

  private static Optional<SystemException> failure(Site site, Answer answer) {
    if (answer.cut()) {
      return Optional.of(
          SystemException.refused(
              "The answer of " + site.base().url() + " is too long: more than 8 MiB.",
              "Aggregate in the query, or use a longer `step` or a shorter `window`."));
    }
    return error(answer)
        .map(
            e ->
                SystemException.refused(
                    "Prometheus could not answer (%s): %s"
                        .formatted(e.path("errorType").asText(), e.path("error").asText()),
                    e.path("errorType").asText().equals("timeout")
                        ? "Make the query cheaper, or give the connection a longer `timeout`."
                        : "Look at the server's log; try again."));
  }

  private static Optional<JsonNode> error(Answer answer) {
    return Bodies.json(answer.body()).filter(tree -> tree.path("status").asText().equals("error"));
  }

  private static SystemException noApi(Site site, Answer answer) {
    var redirect = Optional.ofNullable(answer.headers().get("location"));
    return SystemException.refused(
        "%s does not answer as Prometheus: HTTP %d%s"
            .formatted(
                site.base().url(),
                answer.status(),
                redirect
                    .map(to -> ", a redirect to " + to.replaceAll("[?#].*", ""))
                    .orElseGet(() -> " " + Bodies.shown(answer.body()))),
        "Check `base` in rollback.yaml: it is the URL before /api/v1. A login page in front of it"
            + " needs `bearer`, or `user` and `password`.");
  }
}
