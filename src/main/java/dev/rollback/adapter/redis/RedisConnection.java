package dev.rollback.adapter.redis;

import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.adapter.redis.keys.CensusMemory;
import dev.rollback.adapter.redis.keys.Register;
import dev.rollback.adapter.redis.keys.Shards;
import dev.rollback.adapter.redis.link.Address;
import dev.rollback.adapter.redis.link.Dialer;
import dev.rollback.adapter.redis.link.Identity;
import dev.rollback.adapter.redis.link.Pause;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.ServerTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The clients of one server, over one line. */
final class RedisConnection implements Connection<RedisReader, RedisWriter> {
  private final Dialer dialer;
  private final Address address;
  private final Pin pin;
  private final RedisLink link;
  private final Shards shards;
  private final Register register;
  private final CensusMemory memory = new CensusMemory();

  RedisConnection(Dialer dialer, Pin pin, Pause pause) {
    this.dialer = dialer;
    this.address = dialer.address();
    this.pin = pin;
    this.link = new RedisLink(dialer, pin, pause);
    this.shards = new Shards(link);
    this.register = new Register(link, shards);
  }

  @Override
  public String address() {
    return address.label();
  }

  @Override
  public RedisReader reader() {
    return new LettuceReader(link, shards, memory, register);
  }

  @Override
  public RedisWriter writer() {
    return new LettuceWriter(link, shards, memory, register);
  }

  @Override
  public String ping() {
    reader().ping();
    var server = link.server();
    return "%s %s, %s, database %d"
        .formatted(server.product(), server.version(), server.role(), address.database());
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

  /** Asks first whether this is still the master, where sentinels know. */
  @Override
  public void confirm() {
    if (link.moved()) {
      register.close();
      shards.close();
    }
    pin.confirm(address(), this::fact);
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
    return Optional.of(new RedisLeases(address.database()));
  }

  @Override
  public void close() {
    register.close();
    shards.close();
    link.close();
    dialer.close();
  }
}
