package dev.rollback.adapter.redis;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens connections to where the configuration says. */
final class Dialer implements AutoCloseable {
  private final Address address;
  private final RedisSettings settings;
  private final Secrets secrets;
  private @Nullable RedisClient client;

  Dialer(Address address, RedisSettings settings, Secrets secrets) {
    this.address = address;
    this.settings = settings;
    this.secrets = secrets;
  }

  Address address() {
    return address;
  }

  /** The user that connections act as. */
  String user() {
    return settings.username().orElse("default");
  }

  Duration timeout() {
    return settings.timeout();
  }

  /** The server that the address leads to now. */
  Endpoint endpoint() {
    return switch (address) {
      case Endpoint one -> one;
      case SentinelGroup group -> new SentinelLookup(this, group).master();
    };
  }

  /** A connection to one server, as the user that the configuration names. */
  StatefulRedisConnection<byte[], byte[]> dial(Endpoint server) {
    return dial(server, settings.username(), settings.password(), user());
  }

  /** A connection to a sentinel. */
  StatefulRedisConnection<byte[], byte[]> dialSentinel(Endpoint node) {
    var sentinel = settings.sentinel();
    var name = sentinel.flatMap(RedisSettings.Sentinel::username);
    return dial(
        node, name, sentinel.flatMap(RedisSettings.Sentinel::password), name.orElse("default"));
  }

  private StatefulRedisConnection<byte[], byte[]> dial(
      Endpoint to, Optional<String> username, Optional<SecretRef> password, String user) {
    var uri =
        RedisURI.builder()
            .withHost(to.host())
            .withPort(to.port())
            .withDatabase(to.database())
            .withSsl(to.tls())
            .withTimeout(connecting());
    password
        .map(reference -> secrets.read(reference).reveal().toCharArray())
        .ifPresent(
            secret ->
                username.ifPresentOrElse(
                    name -> uri.withAuthentication(name, secret), () -> uri.withPassword(secret)));
    try {
      return client().connect(ByteArrayCodec.INSTANCE, uri.build());
    } catch (RedisException e) {
      throw new RedisErrors(label(to), user, timeout()).connecting(e);
    }
  }

  private String label(Endpoint to) {
    return address.equals(to) ? to.label() : to.label() + " (" + address.label() + ")";
  }

  private Duration connecting() {
    return ResponseTimeout.connecting(settings.timeout());
  }

  private synchronized RedisClient client() {
    var existing = client;
    if (existing != null) {
      return existing;
    }
    var options =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            // RESP2 is all that is needed, and the handshake then says AUTH in so many words.
            .protocolVersion(ProtocolVersion.RESP2)
            // Answers are waited for in `await`; the client's own patience is for connecting.
            .timeoutOptions(TimeoutOptions.create())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(
                SocketOptions.builder().connectTimeout(connecting()).keepAlive(true).build());
    settings.tls().ifPresent(tls -> options.sslOptions(new Certificates(tls, secrets).options()));
    var created = RedisClient.create();
    created.setOptions(options.build());
    client = created;
    return created;
  }

  @Override
  public synchronized void close() {
    var current = client;
    client = null;
    if (current != null) {
      current.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
