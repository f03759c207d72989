package dev.rollback.adapter.redis;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.Optional;

/** A Redis connection as {@code rollback.yaml} describes it. */
@Doc("A Redis server, or one database of it.")
public record RedisSettings(
    @Doc("redis://HOST:PORT/DATABASE, or rediss:// for TLS. Nothing is left to a default.")
        String uri,
    @Doc("Where the password is kept; never the password itself.") Optional<SecretRef> password,
    @Doc("The user of the server's access control list; `default` where there is none.")
        Optional<String> username,
    @Doc(
            "How long one answer may take: PT0.1S to PT5M. Half of it is how long a connection may"
                + " take to come about.")
        @Default(ResponseTimeout.DEFAULT)
        Duration timeout) {

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when the time-out is none
   */
  public RedisSettings {
    ResponseTimeout.check(timeout);
  }

  /** With the usual time-out. */
  public RedisSettings(String uri, Optional<SecretRef> password, Optional<String> username) {
    this(uri, password, username, Duration.parse(ResponseTimeout.DEFAULT));
  }
}
