package dev.rollback.sandbox.service;

import dev.rollback.sandbox.web.Reply;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What a release does that was hardened in haste: now and then it fails, in ways that have nothing
 * to do with each other, and that a restart does not mend.
 */
final class Hardening {
  private static final int UNREADABLE = 3;
  private static final int LOCKED_OUT = 5;
  private static final int NO_KEY = 7;

  private final boolean on;
  private final Consumer<String> log;
  private final AtomicLong grids = new AtomicLong();
  private final AtomicLong logins = new AtomicLong();

  Hardening(boolean on, Consumer<String> log) {
    this.on = on;
    this.log = log;
  }

  /** What is answered instead of what was asked for. */
  Optional<Reply> answer(String path) {
    if (!on) {
      return Optional.empty();
    }
    return switch (path) {
      case "/api/grid" -> grid(grids.incrementAndGet());
      case "/api/auth/login" -> login(logins.incrementAndGet());
      default -> Optional.empty();
    };
  }

  private Optional<Reply> grid(long turn) {
    if (turn % UNREADABLE == 0) {
      log.accept("ERROR /api/grid: the remembered answer is no JSON");
      return Optional.of(Reply.json(500, "{\"error\":\"INTERNAL\"}"));
    }
    if (turn % NO_KEY == 0) {
      log.accept("WARN API key refused, authentication=hardened");
      return Optional.of(Reply.json(401, "{\"error\":\"UNAUTHORIZED\"}"));
    }
    return Optional.empty();
  }

  private Optional<Reply> login(long turn) {
    if (turn % LOCKED_OUT != 0) {
      return Optional.empty();
    }
    log.accept("ERROR /api/auth/login: no time left for the comparison in constant time");
    return Optional.of(Reply.json(500, "{\"error\":\"INTERNAL\"}"));
  }
}
