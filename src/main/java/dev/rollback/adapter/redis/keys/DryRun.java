package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Wire;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a command would be taken: it is queued in a transaction that is then discarded. The
 * server checks permission, key, role and memory when it queues, and executes nothing.
 *
 * <p>Two commands cannot be queued. WATCH is sent as it is, on a line that is then given up: it
 * only asks the server to remember. EXEC ends a transaction in which nothing was queued.
 *
 * <p>ACL DRYRUN answers less (permissions only), needs Redis 7, and is itself an administrator's
 * permission; this works with every server since 6.0 and for any user who may use transactions.
 */
final class DryRun implements AutoCloseable {
  private static final String QUEUED = "QUEUED";

  /** Of the commands that are asked for, those that a full server refuses: flag {@code denyoom}. */
  private static final Set<String> STORING = Set.of("SET", "RESTORE");

  private static final String ASKING = "asking what is permitted";

  private final RedisLink link;
  private @Nullable StatefulRedisConnection<byte[], byte[]> open;

  DryRun(RedisLink link) {
    this.link = link;
  }

  /** Empty when the server would take the command, else why not. */
  synchronized Optional<String> refusal(String command, byte[]... arguments) {
    var line = line();
    if (command.equals("WATCH")) {
      var watched = send(line, command, arguments);
      close();
      return watched.equals("OK") ? Optional.empty() : Optional.of(watched);
    }
    // Only inside a transaction may the command itself be sent: outside, it would be executed.
    var begun = send(line, "MULTI");
    if (!begun.equals("OK")) {
      return Optional.of("it cannot be asked, because MULTI is refused: " + begun);
    }
    var answer = send(line, command, arguments);
    if (!send(line, "DISCARD").equals("OK")) {
      close(); // the server discards a transaction with its connection
    }
    return answer.equals(QUEUED) || refusedForQueueing(command, answer)
        ? Optional.empty()
        : Optional.of(answer);
  }

  /**
   * A full server queues nothing, for a queue takes memory; it has looked at the permission before.
   * Outside a transaction it takes what needs none.
   */
  private static boolean refusedForQueueing(String command, String answer) {
    return answer.startsWith("OOM ") && !STORING.contains(command);
  }

  /** The status or the error that came back, as text. */
  private String send(
      StatefulRedisConnection<byte[], byte[]> line, String command, byte[]... arguments) {
    var packed = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (var argument : arguments) {
      packed.add(argument);
    }
    var answer =
        Wire.send(line, command, new StatusOutput<>(ByteArrayCodec.INSTANCE), packed)
            // The client passes over the word QUEUED, and leaves the status empty.
            .handle((status, failure) -> failure != null ? failure : text(status));
    return switch (answer(answer.toCompletableFuture())) {
      case String status -> status;
      case RedisCommandExecutionException e -> String.valueOf(e.getMessage());
      case Throwable e -> throw broken(e);
      case Object other -> throw new IllegalStateException("neither status nor error: " + other);
    };
  }

  private Object answer(Future<?> answer) {
    try {
      return link.await(answer, ASKING, false);
    } catch (SystemException e) {
      close(); // nobody waits any more for what comes on this line
      throw e;
    }
  }

  private static String text(@Nullable String status) {
    return Objects.requireNonNullElse(status, QUEUED);
  }

  private SystemException broken(Throwable failure) {
    close();
    return link.errors().command(failure, ASKING, false);
  }

  private StatefulRedisConnection<byte[], byte[]> line() {
    var current = open;
    if (current == null || !current.isOpen()) {
      link.connection(); // verifies the server's identity
      current = link.dial();
      open = current;
    }
    return current;
  }

  @Override
  public synchronized void close() {
    var current = open;
    open = null;
    if (current != null) {
      current.close();
    }
  }
}
