package dev.rollback.adapter.redis.link;

import dev.rollback.action.Pin;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The line to one server: opened when it is first used and opened anew after it broke, but never
 * silently in the middle of something, so that no command is ever sent twice.
 */
public final class RedisLink implements AutoCloseable {
  private final Dialer dialer;
  private final Pin pin;
  private final Pause pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final RedisErrors errors;
  private @Nullable Line open;

  /**
   * Opens nothing yet.
   *
   * @param pin what each connection is confirmed to lead to
   * @param pause lets time pass between two samples
   */
  public RedisLink(Dialer dialer, Pin pin, Pause pause) {
    this.dialer = dialer;
    this.pin = pin;
    this.pause = pause;
    this.errors = new RedisErrors(where(), user(), timeout());
  }

  /** The user that connections act as. */
  public String user() {
    return dialer.user();
  }

  /** The address, without any secret. */
  public String where() {
    return dialer.address().label();
  }

  /** How long each answer is waited for. */
  public Duration timeout() {
    return dialer.timeout();
  }

  /** Says what failures of this link mean. */
  public RedisErrors errors() {
    return errors;
  }

  /**
   * The open connection, to a server whose identity has been verified; opened if there is none.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it cannot be opened
   */
  public StatefulRedisConnection<byte[], byte[]> connection() {
    return opened().connection();
  }

  /**
   * The server that the open connection leads to.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it cannot be opened
   */
  public Endpoint endpoint() {
    return opened().endpoint();
  }

  /**
   * What the server said when the connection was opened.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it cannot be opened
   */
  public Server server() {
    return opened().server();
  }

  private synchronized Line opened() {
    var current = open;
    if (current == null || !current.connection().isOpen()) {
      current = line();
      open = current;
    }
    return current;
  }

  /** A connection, the server it leads to, and what that said of itself. */
  public record Line(
      StatefulRedisConnection<byte[], byte[]> connection, Endpoint endpoint, Server server) {}

  /**
   * A connection of its own, to a server whose identity has been verified; the caller closes it.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it cannot be opened
   */
  public Line line() {
    var endpoint = dialer.endpoint();
    var fresh = dialer.dial(endpoint);
    try {
      var server = Greeting.server(this, fresh);
      if (dialer.address() instanceof SentinelGroup group && !server.role().equals("master")) {
        throw SystemException.refused(
            "%s, which the sentinels call the master of '%s', is a %s: a failover is under way."
                .formatted(endpoint.label(), group.master(), server.role()),
            "Wait until it is over, and try again.");
      }
      pin.confirm(where(), new Identity(this, fresh)::fact);
      return new Line(fresh, endpoint, server);
    } catch (SystemException e) {
      fresh.close();
      throw e;
    }
  }

  /** The way to another server of the same cluster; the caller closes it. */
  public RedisLink towards(Endpoint server) {
    return new RedisLink(dialer.towards(server), Pin.none(), pause);
  }

  /**
   * A connection of its own, for commands that change the connection's state; the caller closes it.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it cannot be opened
   */
  public synchronized StatefulRedisConnection<byte[], byte[]> dial() {
    return dialer.dial(dialer.endpoint());
  }

  /**
   * Gives up the open line where the sentinels name another master by now.
   *
   * @return whether they do
   */
  public synchronized boolean moved() {
    var current = open;
    if (current == null
        || dialer.address() instanceof Endpoint
        || dialer.endpoint().equals(current.endpoint())) {
      return false;
    }
    hangUp();
    return true;
  }

  /**
   * Waits for an answer, as long as {@link #timeout} says.
   *
   * @param doing what goes on, for the sentence {@code … while counting keys}
   * @param write whether silence leaves it open if something has changed
   * @throws dev.rollback.diagnostic.SystemException when the server refuses, or no answer comes
   */
  public <T> T await(Future<T> answer, String doing, boolean write) {
    // What is still under way after a time-out is not waited for by anybody.
    return await(answer, doing, write, this::hangUp);
  }

  /** The same for another line, which is given up by {@code late} after a time-out. */
  public <T> T await(Future<T> answer, String doing, boolean write, Runnable late) {
    try {
      return answer.get(timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      var cause = Optional.ofNullable(e.getCause()).orElse(e);
      if (!(cause instanceof RedisCommandExecutionException)) {
        hangUp(); // the client may take a moment to see that its connection is broken
      }
      throw errors.command(cause, doing, write);
    } catch (CancellationException e) {
      hangUp();
      throw errors.command(e, doing, write);
    } catch (TimeoutException e) {
      late.run();
      throw errors.command(e, doing, write);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.command(e, doing, write);
    }
  }

  /**
   * Lets time pass.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when the link is closed or the
   *     thread interrupted meanwhile
   */
  public void pause(Duration time) {
    try {
      if (pause.await(time, closed)) {
        throw SystemException.refused(
            "The connection to " + where() + " was closed between two samples.", "Try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SystemException.refused(
          "Interrupted between two samples from " + where() + ".", "Try again.", e);
    }
  }

  private synchronized void hangUp() {
    var current = open;
    open = null;
    if (current != null) {
      current.connection().close();
    }
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    hangUp();
  }
}
