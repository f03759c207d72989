package dev.rollback.adapter.prometheus;

import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Answers as Prometheus words them. */
final class Said {
  private Said() {}

  static String series(String instance, String value) {
    return "{\"metric\":{\"__name__\":\"up\",\"instance\":\"%s\"},\"value\":[1700000000,\"%s\"]}"
        .formatted(instance, value);
  }

  static String vector(String series) {
    return answer("vector", "[" + series + "]");
  }

  static String matrix(String... samples) {
    return answer(
        "matrix",
        Arrays.stream(samples)
            .map(s -> "{\"metric\":{\"n\":\"x\"},\"values\":[" + s + "]}")
            .collect(Collectors.joining(",", "[", "]")));
  }

  static String answer(String type, String result) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":%s}}"
        .formatted(type, result);
  }

  static String error(String type, String text) {
    return "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"%s\"}".formatted(type, text);
  }

  /** The server's clock is asked first where there is a window. */
  static TestSite serving(int status, String body) {
    return TestSite.answering(
        asked ->
            asked.target().contains("query=time%28%29")
                ? new Reply(200, answer("scalar", "[1700000000,\"1700000000\"]"))
                : new Reply(status, body));
  }
}
