package dev.rollback.adapter.redis.statistics;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** {@code redis.ping}: whether the server answers, how fast, and what it is. */
@Doc("Asks the server whether it is there.")
public record Ping() implements Check<Ping.Values, RedisReader> {

  /** What was read. */
  @Doc("What the server answered.")
  public record Values(
      @Doc("How long PING took, in milliseconds.") double milliseconds,
      @Doc("master or replica.") String role,
      @Doc("The server's version.") String version) {}

  @Override
  public Target target() {
    return Target.of("server");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return List.of(); // a server that is away is what this check is there to find
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("milliseconds < 1000.0");
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var time = system.ping();
    return new Reading.Values<>(new Values(time.toNanos() / 1e6, system.role(), system.version()));
  }
}
