package dev.rollback.adapter.postgres;

import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import java.time.Duration;
import java.util.Optional;

/** The clients of one database. */
final class PostgresConnection implements Connection<PostgresReader, PostgresWriter> {
  private final Endpoint endpoint;
  private final Dialer dialer;
  private final PostgresLink link;
  private final AdvisoryLeasePlace lease;
  private final Pin pin;

  PostgresConnection(Endpoint endpoint, Dialer dialer, Pin pin) {
    this.pin = pin;
    this.endpoint = endpoint;
    this.dialer = dialer;
    this.link = new PostgresLink(dialer);
    this.lease = new AdvisoryLeasePlace(endpoint, dialer.errors());
  }

  @Override
  public String address() {
    return endpoint.url();
  }

  @Override
  public PostgresReader reader() {
    return new JdbcReader(link, dialer);
  }

  @Override
  public PostgresWriter writer() {
    return new JdbcWriter(link, dialer);
  }

  @Override
  public String ping() {
    return reader().server().label();
  }

  /** The system identifier: a primary and its standbys have one, for they have the same data. */
  @Override
  public Optional<String> identity() {
    return Optional.of(link.use(dialer::identity));
  }

  @Override
  public Optional<String> fact(String name) {
    return link.use(session -> dialer.fact(session, name));
  }

  @Override
  public Optional<Time> time() {
    return link.use(dialer::time).map(at -> new Time(at, Duration.ofMillis(1)));
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public Optional<LeasePlace<PostgresReader, PostgresWriter>> leasePlace() {
    return Optional.of(lease);
  }

  @Override
  public void close() {
    lease.close();
    link.close();
  }
}
