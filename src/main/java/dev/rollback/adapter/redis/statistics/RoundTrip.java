package dev.rollback.adapter.redis.statistics;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code redis.round-trip}: whether data goes to the server and back, and whether it takes writes.
 *
 * <p>A check writes nothing. So the data goes there and back by ECHO, and the write is only queued:
 * MULTI, SET, DISCARD. Where SET is queued the server has looked at permission, role, memory, its
 * disk and its replicas, and would execute it.
 */
@Doc(
    "Sends data to the server and back (ECHO), and asks whether it would take a write, without"
        + " writing: SET is queued in a transaction that is discarded, for which the server checks"
        + " permission, role, memory, disk and replicas.")
public record RoundTrip(
    @Doc("How many bytes go there and back: 1 to 1000000.") @Default("1024") int bytes,
    @Doc("The key for which a write is asked; nothing is stored there.") @Default("rollback:probe")
        String key)
    implements Check<RoundTrip.Values, RedisReader> {
  private static final int MOST = 1_000_000;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when there is no such payload
   */
  public RoundTrip {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException("`bytes` is " + bytes + "; it can be 1 to 1000000");
    }
  }

  /** What was read. */
  @Doc("What came back.")
  public record Values(
      @Doc("How long it took there and back, in milliseconds.") double milliseconds,
      @Doc("Whether what came back is what was sent.") boolean intact,
      @Doc("Whether the server would take a write now.") boolean writable,
      @Doc("Why it would not, in its words; else empty.") String refusal) {}

  @Override
  public Target target() {
    return Target.of("server");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return List.of(); // what is missing is what this check is there to find
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("intact && writable && milliseconds < 1000.0");
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var echo = system.echo(payload());
    var refusal =
        system.refusal("SET", key.getBytes(StandardCharsets.UTF_8), new byte[] {'x'}).orElse("");
    return new Reading.Values<>(
        new Values(echo.took().toNanos() / 1e6, echo.intact(), refusal.isEmpty(), refusal));
  }

  /** Every value that a byte can have, over and over: line breaks and zeros among them. */
  private byte[] payload() {
    var payload = new byte[bytes];
    for (var i = 0; i < bytes; i++) {
      payload[i] = (byte) i;
    }
    return payload;
  }
}
