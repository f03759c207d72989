package dev.rollback.adapter.redis;

import dev.rollback.action.Pin;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
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
final class RedisLink implements AutoCloseable {
  private final Endpoint endpoint;
  private final RedisSettings settings;
  private final Pin pin;
  private final Secrets secrets;
  private final Pause pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final RedisErrors errors;
  private @Nullable RedisClient client;
  private @Nullable StatefulRedisConnection<byte[], byte[]> open;
  private @Nullable Server server;

  RedisLink(Endpoint endpoint, RedisSettings settings, Pin pin, Secrets secrets, Pause pause) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.pin = pin;
    this.secrets = secrets;
    this.pause = pause;
    this.errors = new RedisErrors(endpoint.label(), user(), settings.timeout());
  }

  String user() {
    return settings.username().orElse("default");
  }

  /** The address, without any secret. */
  String where() {
    return endpoint.label();
  }

  /** How long each answer is waited for. */
  Duration timeout() {
    return settings.timeout();
  }

  RedisErrors errors() {
    return errors;
  }

  /** The open connection, to a server whose identity has been verified. */
  synchronized StatefulRedisConnection<byte[], byte[]> connection() {
    var current = open;
    if (current != null && current.isOpen()) {
      return current;
    }
    var fresh = line();
    server = fresh.server();
    open = fresh.connection();
    return fresh.connection();
  }

  /** A connection and what the server behind it said of itself. */
  record Line(StatefulRedisConnection<byte[], byte[]> connection, Server server) {}

  /** A connection of its own, to a server whose identity has been verified. */
  Line line() {
    var fresh = dial();
    try {
      var facts = Greeting.server(this, fresh);
      pin.confirm(endpoint.label(), new Identity(this, fresh)::fact);
      return new Line(fresh, facts);
    } catch (SystemException e) {
      fresh.close();
      throw e;
    }
  }

  /** What the server said when the connection was opened. */
  synchronized Server server() {
    connection();
    var known = server;
    if (known == null) {
      throw new IllegalStateException("an open connection knows its server");
    }
    return known;
  }

  /** A connection of its own, for commands that change the connection's state. */
  synchronized StatefulRedisConnection<byte[], byte[]> dial() {
    try {
      return client().connect(ByteArrayCodec.INSTANCE, uri());
    } catch (RedisException e) {
      throw errors.connecting(e);
    }
  }

  /**
   * Waits for an answer.
   *
   * @param doing what goes on, for the sentence {@code … while counting keys}
   * @param write whether silence leaves it open if something has changed
   */
  <T> T await(Future<T> answer, String doing, boolean write) {
    // What is still under way after a time-out is not waited for by anybody.
    return await(answer, doing, write, this::hangUp);
  }

  /** The same for another line, which is given up by {@code late} after a time-out. */
  <T> T await(Future<T> answer, String doing, boolean write, Runnable late) {
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

  /** Lets time pass, unless the link is closed. */
  void pause(Duration time) {
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
      current.close();
    }
  }

  private RedisURI uri() {
    var uri =
        RedisURI.builder()
            .withHost(endpoint.host())
            .withPort(endpoint.port())
            .withDatabase(endpoint.database())
            .withSsl(endpoint.tls())
            .withTimeout(connecting());
    settings
        .password()
        .map(reference -> secrets.read(reference).reveal().toCharArray())
        .ifPresent(
            password ->
                settings
                    .username()
                    .ifPresentOrElse(
                        name -> uri.withAuthentication(name, password),
                        () -> uri.withPassword(password)));
    return uri.build();
  }

  private Duration connecting() {
    return ResponseTimeout.connecting(settings.timeout());
  }

  private RedisClient client() {
    var existing = client;
    if (existing != null) {
      return existing;
    }
    var created = RedisClient.create();
    created.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            // RESP2 is all that is needed, and the handshake then says AUTH in so many words.
            .protocolVersion(ProtocolVersion.RESP2)
            // Answers are waited for in `await`; the client's own patience is for connecting.
            .timeoutOptions(TimeoutOptions.create())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(
                SocketOptions.builder().connectTimeout(connecting()).keepAlive(true).build())
            .build());
    client = created;
    return created;
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    hangUp();
    var current = client;
    client = null;
    if (current != null) {
      current.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
