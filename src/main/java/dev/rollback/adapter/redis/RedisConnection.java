package dev.rollback.adapter.redis;

import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The clients of one server, over one line. */
final class RedisConnection implements Connection<RedisReader, RedisWriter> {
  private final Endpoint endpoint;
  private final Pin pin;
  private final RedisLink link;
  private final DryRun dryRun;
  private final Register register;
  private final CensusMemory memory = new CensusMemory();

  RedisConnection(
      Endpoint endpoint, RedisSettings settings, Pin pin, Secrets secrets, Pause pause) {
    this.endpoint = endpoint;
    this.pin = pin;
    this.link = new RedisLink(endpoint, settings, pin, secrets, pause);
    this.dryRun = new DryRun(link);
    this.register = new Register(link, endpoint.label());
  }

  @Override
  public String address() {
    return endpoint.label();
  }

  @Override
  public RedisReader reader() {
    return new LettuceReader(link, memory, dryRun, register);
  }

  @Override
  public RedisWriter writer() {
    return new LettuceWriter(link, memory, dryRun, register);
  }

  @Override
  public String ping() {
    reader().ping();
    var server = link.server();
    return "%s %s, %s, database %d"
        .formatted(server.product(), server.version(), server.role(), endpoint.database());
  }

  /**
   * Nothing: a run id is new after each restart, a replication id after each failover and the same
   * at all replicas, and a cluster's node id is only there in a cluster.
   */
  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  public Optional<String> fact(String name) {
    return new Identity(link, link.connection()).fact(name);
  }

  @Override
  public Optional<Time> time() {
    return Optional.of(
        new Time(Instant.ofEpochMilli(ServerTime.of(link).millis()), Duration.ofMillis(1)));
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public Optional<LeasePlace<RedisReader, RedisWriter>> leasePlace() {
    return Optional.of(new RedisLeases(endpoint.database()));
  }

  @Override
  public void close() {
    register.close();
    dryRun.close();
    link.close();
  }
}
