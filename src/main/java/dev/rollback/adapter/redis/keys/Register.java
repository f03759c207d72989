package dev.rollback.adapter.redis.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values that are compared and set in one step: WATCH, GET, and SET within MULTI and EXEC. A script
 * would do it too, but EVAL is a permission to run anything for any time, which hardened servers
 * keep from their users; WATCH and EXEC give no power that SET does not.
 *
 * <p>It has a line of its own: what is watched belongs to a connection, and a lease is not to wait
 * behind the keys that are being deleted.
 */
public final class Register implements AutoCloseable {
  private final RedisLink link;
  private final Shards shards;
  private RedisLink.@Nullable Line open;
  private byte[] opened = {};

  /** By connections of its own, which are opened when they are first needed. */
  public Register(RedisLink link, Shards shards) {
    this.link = link;
    this.shards = shards;
  }

  /**
   * The value of a key that holds a text; empty where there is none.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect; also when the server is no
   *     master
   */
  public synchronized Optional<byte[]> read(byte[] key) {
    var value = commands(key).get(key);
    return Optional.ofNullable(await(value, "reading " + new String(key, UTF_8), false));
  }

  /**
   * Sets the value if it is an expected one.
   *
   * @param expiresAfter when the server forgets it; empty for never
   * @return false when it is not, or has changed meanwhile; then nothing was set
   * @throws dev.rollback.diagnostic.SystemException which says whether the value may have been set
   */
  public synchronized boolean replace(
      byte[] key,
      Predicate<Optional<byte[]>> expected,
      byte[] next,
      Optional<Duration> expiresAfter) {
    var done = false;
    try {
      var commands = commands(key);
      var stands = watch(commands, key);
      if (!expected.test(stands)) {
        return false;
      }
      var set = set(commands, key, next, expiresAfter);
      done = true;
      return set;
    } finally {
      if (!done) {
        close(); // and with it what is watched, or begun
      }
    }
  }

  private Optional<byte[]> watch(RedisAsyncCommands<byte[], byte[]> commands, byte[] key) {
    var doing = "reading " + new String(key, UTF_8);
    var watched = commands.watch(key);
    var value = commands.get(key);
    await(watched, doing, false);
    return Optional.ofNullable(await(value, doing, false));
  }

  private boolean set(
      RedisAsyncCommands<byte[], byte[]> commands,
      byte[] key,
      byte[] next,
      Optional<Duration> expiresAfter) {
    var doing = "writing " + new String(key, UTF_8);
    // Outside a transaction SET would be executed whatever stands there, so MULTI must have worked.
    await(commands.multi(), doing, false);
    var put =
        commands.set(key, next, expiresAfter.map(SetArgs.Builder::ex).orElseGet(SetArgs::new));
    var executed = executed(commands, put, doing);
    if (executed) {
      await(put, doing, true);
    }
    return executed;
  }

  /** False when what was watched has changed, and nothing was executed. */
  private boolean executed(
      RedisAsyncCommands<byte[], byte[]> commands, RedisFuture<String> put, String doing) {
    try {
      return !await(commands.exec(), doing, true).wasDiscarded();
    } catch (SystemException e) {
      // A transaction with a refused command is refused, and does not say why; the command does.
      throw Optional.ofNullable(put.getError())
          .filter(_ -> e.effect() == SystemException.Effect.NONE)
          .map(why -> link.errors().refused(why, doing))
          .orElse(e);
    }
  }

  private <T> T await(Future<T> answer, String doing, boolean write) {
    try {
      return link.await(answer, doing, write, this::close);
    } catch (SystemException e) {
      close();
      throw e;
    }
  }

  private RedisAsyncCommands<byte[], byte[]> commands(byte[] key) {
    var current = open;
    if (current == null || !current.connection().isOpen() || !Arrays.equals(opened, key)) {
      close();
      current = line(key);
      open = current;
      opened = key.clone();
    }
    requireMaster(current);
    return current.connection().async();
  }

  /** To the server that has the key; of a cluster that may be another one than was named. */
  private RedisLink.Line line(byte[] key) {
    var line = link.line();
    if (!line.server().cluster()) {
      return line;
    }
    line.connection().close();
    return shards.map().of(key).line();
  }

  private static void requireMaster(RedisLink.Line line) {
    if (!line.server().role().equals("master")) {
      throw SystemException.refused(
          "%s is a %s: what stands there of leases may be out of date, and it takes no writes."
              .formatted(line.endpoint().label(), line.server().role()),
          "Name the master in rollback.yaml.");
    }
  }

  @Override
  public synchronized void close() {
    var current = open;
    open = null;
    if (current != null) {
      current.connection().close();
    }
  }
}
