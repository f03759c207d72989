package dev.rollback.sandbox.service;

import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.web.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** What customers hand in: the last report of each is kept for a time, unless it is too large. */
final class Reports {
  /** Redis is shared by all: whoever needs more of it has to ask. */
  private static final int LIMIT = 65_536;

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Cache cache;
  private final Consumer<String> log;

  Reports(Cache cache, Consumer<String> log) {
    this.cache = cache;
    this.log = log;
  }

  /**
   * Takes one.
   *
   * @param caller whose it is
   * @throws io.lettuce.core.RedisException when Redis is away
   */
  Reply take(HttpExchange exchange, String caller) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (body.length > LIMIT) {
      log.accept(
          "WARN report refused: a value of %d bytes exceeds the limit of %d"
              .formatted(body.length, LIMIT));
      return Reply.json(413, "{\"error\":\"TOO_LARGE\"}");
    }
    cache.keepReport(caller, new String(body, StandardCharsets.UTF_8), KEPT);
    return Reply.json(200, "{\"kept\":true}");
  }
}
