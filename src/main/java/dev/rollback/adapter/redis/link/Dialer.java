package dev.rollback.adapter.redis.link;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens connections to where the configuration says.
 *
 * @param address where that is
 * @param clients what all connections have in common
 */
public record Dialer(Address address, RedisSettings settings, Secrets secrets, Clients clients)
    implements AutoCloseable {

  /**
   * By these settings; nothing is opened yet.
   *
   * @throws dev.rollback.diagnostic.UserException when the settings name no address
   */
  public static Dialer of(RedisSettings settings, Secrets secrets) {
    return new Dialer(Address.of(settings), settings, secrets, new Clients(settings, secrets));
  }

  /** The same to another server, with the same settings: a part of the same cluster. */
  Dialer towards(Endpoint server) {
    return new Dialer(server, settings, secrets, clients);
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
      return clients.client().connect(ByteArrayCodec.INSTANCE, uri.build());
    } catch (RedisException e) {
      throw new RedisErrors(label(to), user, timeout()).connecting(e);
    }
  }

  private String label(Endpoint to) {
    return address.equals(to) ? to.label() : to.label() + " (" + address.label() + ")";
  }

  /** Closes what all connections have in common, and with it all of them. */
  @Override
  public void close() {
    clients.close();
  }

  private Duration connecting() {
    return ResponseTimeout.connecting(settings.timeout());
  }
}
