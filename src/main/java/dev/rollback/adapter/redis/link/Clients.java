package dev.rollback.adapter.redis.link;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The client library, set up when it is first used. */
final class Clients implements AutoCloseable {
  private final RedisSettings settings;
  private final Secrets secrets;
  private @Nullable RedisClient client;

  Clients(RedisSettings settings, Secrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  /** The one client, by which all connections are opened. */
  synchronized RedisClient client() {
    var existing = client;
    if (existing != null) {
      return existing;
    }
    var options = options(); // before there is anything to shut down: a certificate may be missing
    var created = RedisClient.create();
    created.setOptions(options);
    client = created;
    return created;
  }

  private ClientOptions options() {
    var connecting = ResponseTimeout.connecting(settings.timeout());
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
                SocketOptions.builder().connectTimeout(connecting).keepAlive(true).build());
    settings.tls().ifPresent(tls -> options.sslOptions(new Certificates(tls, secrets).options()));
    return options.build();
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
