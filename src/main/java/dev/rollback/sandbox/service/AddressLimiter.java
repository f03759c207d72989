package dev.rollback.sandbox.service;

import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.web.Reply;
import io.lettuce.core.RedisException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers 429 to an address that asks too often; counted in Redis, for all pods together. */
final class AddressLimiter {
  private static final String PREFIX = "ratelimit:ip:";

  private final RateLimit limit;
  private final Cache cache;
  private final Consumer<String> log;

  AddressLimiter(RateLimit limit, Cache cache, Consumer<String> log) {
    this.limit = limit;
    this.cache = cache;
    this.log = log;
  }

  /** Counts a request; the answer where it is one too many. */
  Optional<Reply> refusal(HttpExchange exchange) {
    return limit.enabled() && tooMany(address(exchange))
        ? Optional.of(
            new Reply(
                429,
                Map.of(
                    "Content-Type",
                    "application/json",
                    "Retry-After",
                    Long.toString(limit.window().toSeconds())),
                "{\"error\":\"RATE_LIMITED\"}"))
        : Optional.empty();
  }

  /** Where nothing can be counted nobody is refused: the limiter must not be what is down. */
  private boolean tooMany(String address) {
    try {
      boolean tooMany = cache.count(PREFIX + address, limit.window()) > limit.requests();
      if (tooMany) {
        log.accept("WARN RATE_LIMITED address=" + address);
      }
      return tooMany;
    } catch (RedisException e) {
      log.accept("WARN requests are not counted: " + e.getMessage());
      return false;
    }
  }

  /** The last one in the header is what our load balancer has seen; others can be made up. */
  private String address(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
    return limit.forwarded() && header != null
        ? header.substring(header.lastIndexOf(',') + 1).strip()
        : exchange.getRemoteAddress().getAddress().getHostAddress();
  }
}
