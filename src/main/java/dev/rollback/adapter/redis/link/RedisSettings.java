package dev.rollback.adapter.redis.link;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A Redis connection as {@code rollback.yaml} describes it. */
@Doc(
    "A Redis server, or one database of it: at an address, or whichever Sentinel calls the master.")
public record RedisSettings(
    @Doc(
            "redis://HOST:PORT/DATABASE, or rediss:// for TLS. Nothing is left to a default. Either"
                + " this or `sentinel`.")
        Optional<String> uri,
    @Doc("The servers that know the master, instead of `uri`.") Optional<Sentinel> sentinel,
    @Doc(
            "What TLS needs beyond the certificates that this machine trusts. With `sentinel` it"
                + " turns TLS on, `tls: {}` too.")
        Optional<Tls> tls,
    @Doc("Where the password is kept; never the password itself.") Optional<SecretRef> password,
    @Doc("The user of the server's access control list; `default` where there is none.")
        Optional<String> username,
    @Doc(
            "How long one answer may take: PT0.1S to PT5M. Half of it is how long a connection may"
                + " take to come about.")
        @Default(ResponseTimeout.DEFAULT)
        Duration timeout) {

  /** The servers that know which server is the master. */
  @Doc("Redis Sentinel: the servers that know which server is the master.")
  public record Sentinel(
      @Doc("The sentinels, as HOST:PORT; the first that answers is believed.") List<String> nodes,
      @Doc("The name that the sentinels have for the master and its replicas.") String master,
      @Doc("The number of the database.") int database,
      @Doc("Where the sentinels' own password is kept, where they have one.")
          Optional<SecretRef> password,
      @Doc("The user of the sentinels' access control list; `default` where there is none.")
          Optional<String> username) {
    /** Keeps its own copy. */
    public Sentinel {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when the time-out is none
   */
  public RedisSettings {
    ResponseTimeout.check(timeout);
  }

  /** One server, without further certificates. */
  public RedisSettings(
      String uri, Optional<SecretRef> password, Optional<String> username, Duration timeout) {
    this(Optional.of(uri), Optional.empty(), Optional.empty(), password, username, timeout);
  }

  /** The same with the usual time-out. */
  public RedisSettings(String uri, Optional<SecretRef> password, Optional<String> username) {
    this(uri, password, username, Duration.parse(ResponseTimeout.DEFAULT));
  }
}
