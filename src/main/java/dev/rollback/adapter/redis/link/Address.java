package dev.rollback.adapter.redis.link;

import dev.rollback.diagnostic.UserException;

/** Where a connection leads. */
public sealed interface Address permits Endpoint, SentinelGroup {

  /** As a URI, without any secret. */
  String label();

  /** Whether it is encrypted. */
  boolean tls();

  /** The number of the database. */
  int database();

  /**
   * What the settings name.
   *
   * @throws UserException when they leave anything to a default, carry a secret, or contradict
   */
  static Address of(RedisSettings settings) {
    var tls = settings.tls();
    if (settings.uri().isPresent() == settings.sentinel().isPresent()) {
      throw new UserException(
          settings.uri().isPresent()
              ? "The Redis connection has both `uri` and `sentinel`."
              : "The Redis connection has neither `uri` nor `sentinel`.",
          "Give `uri: redis://HOST:PORT/DATABASE`, or `sentinel: {nodes: [HOST:PORT], master: NAME,"
              + " database: 0}`.");
    }
    return settings
        .sentinel()
        .<Address>map(s -> SentinelGroup.parse(s, tls.isPresent()))
        .orElseGet(() -> endpoint(settings));
  }

  private static Endpoint endpoint(RedisSettings settings) {
    var endpoint = Endpoint.parse(settings.uri().orElse(""));
    if (settings.tls().isPresent() && !endpoint.tls()) {
      throw new UserException(
          "The Redis connection has `tls`, but its `uri` is redis://, which is not encrypted.",
          "Write rediss:// for TLS, or take `tls` away.");
    }
    return endpoint;
  }
}
