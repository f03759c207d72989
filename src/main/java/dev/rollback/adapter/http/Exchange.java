package dev.rollback.adapter.http;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.web.Answer;
import dev.rollback.web.Bodies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The secrets of one request, which its answer must not show. */
final class Exchange {
  private final Secrets secrets;
  private final List<Sensitive> sent = new ArrayList<>();
  private final Map<String, Sensitive> headers = new LinkedHashMap<>();

  Exchange(Secrets secrets) {
    this.secrets = secrets;
  }

  /** A secret that is sent. */
  Sensitive secret(SecretRef reference) {
    var value = secrets.read(reference);
    sent.add(value);
    return value;
  }

  /** A secret that a header carries. */
  void header(String name, SecretRef reference) {
    headers.put(name, secret(reference));
  }

  /** A token that the header Authorization carries. */
  void bearer(SecretRef reference) {
    headers.put("Authorization", Sensitive.of("Bearer " + secret(reference).reveal()));
  }

  Map<String, Sensitive> headers() {
    return headers;
  }

  Get.Values values(Answer answer) {
    var body = Bodies.without(sent, answer.body());
    return new Get.Values(
        answer.status(),
        body,
        Bodies.jsonOrEmpty(body),
        Bodies.headers(sent, answer.headers()),
        answer.milliseconds());
  }
}
