package dev.rollback.adapter.postgres;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import java.util.List;

/** PostgreSQL, 10 or later: one database of one server. */
public final class PostgresAdapter
    implements Adapter<PostgresSettings, PostgresReader, PostgresWriter> {
  private final Patience patience;

  /** With the usual time-outs. */
  public PostgresAdapter() {
    this(Patience.USUAL);
  }

  PostgresAdapter(Patience patience) {
    this.patience = patience;
  }

  @Override
  public String system() {
    return "postgres";
  }

  @Override
  public Class<PostgresSettings> settings() {
    return PostgresSettings.class;
  }

  @Override
  public List<StepType<PostgresReader, PostgresWriter>> steps() {
    return List.of(StepType.check("postgres.query", Query.class, Query.Values.class));
  }

  @Override
  public List<Fact> facts() {
    return Dialer.FACTS;
  }

  @Override
  public void validate(PostgresSettings settings) {
    Endpoint.parse(settings.url());
  }

  @Override
  public Connection<PostgresReader, PostgresWriter> connect(
      PostgresSettings settings, Pin pin, Secrets secrets) {
    var endpoint = Endpoint.parse(settings.url());
    var dialer = new Dialer(endpoint, settings, pin, secrets, patience);
    return new PostgresConnection(endpoint, dialer, pin);
  }
}
