package dev.rollback.contract;

import dev.rollback.action.Connection;
import dev.rollback.adapter.alertmanager.AlertmanagerGate;
import dev.rollback.adapter.alertmanager.AlertmanagerReader;
import dev.rollback.adapter.alertmanager.AlertmanagerWriter;
import dev.rollback.adapter.alertmanager.Silence;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** {@code alertmanager.silence}, beside a silence of somebody else. */
abstract class AlertmanagerSilenceContract
    extends ActionContract<Silence, Silence.State, AlertmanagerReader, AlertmanagerWriter> {
  private final String name = "Contract \"quoted\" " + UUID.randomUUID();
  private final Instant planned = Instant.now();
  private Optional<AlertmanagerGate> gate = Optional.empty();
  private Optional<Connection<AlertmanagerReader, AlertmanagerWriter>> connection =
      Optional.empty();

  /** The base URL of an Alertmanager. */
  protected abstract String upstream();

  /** Stops that Alertmanager, where it is there for one test. */
  protected void stop() {}

  private AlertmanagerGate gate() {
    return gate.orElseThrow();
  }

  @AfterEach
  final void tidy() {
    gate().expire(tail());
    connection().close();
    gate().close();
    stop();
  }

  /** Without the quotes, which JSON writes in its own way. */
  private String tail() {
    return name.substring(name.lastIndexOf(' ') + 1);
  }

  @Override
  protected final Class<Silence.State> stateType() {
    return Silence.State.class;
  }

  @Override
  protected final Connection<AlertmanagerReader, AlertmanagerWriter> connection() {
    return connection.orElseThrow();
  }

  @Override
  protected final void arrange() {
    var opened = new AlertmanagerGate(upstream());
    gate = Optional.of(opened);
    connection = Optional.of(opened.connect());
    opened.fire(Map.of("alertname", name, "job", "grid-api"));
    opened.silence(
        Map.of("alertname", name), planned.plusSeconds(3600), "somebody else", "their own");
  }

  @Override
  protected final Silence action() {
    return new Silence(
        Map.of("alertname", name),
        Map.of("job", "grid-.*"),
        Duration.ofMinutes(30),
        "oncall",
        "a rollback",
        new PlanTime(planned));
  }

  @Override
  protected final Object snapshot() {
    return gate().silences(tail());
  }

  /** A colleague shortens the silence that the same runbook has made before. */
  @Override
  protected final void disturb() {
    var silence =
        new Silence(
            Map.of("alertname", name),
            Map.of("job", "grid-.*"),
            Duration.ofMinutes(7),
            "oncall",
            "a rollback",
            new PlanTime(planned));
    try (var other = gate().connect()) {
      var now = silence.observe(other.reader());
      silence.write(now, silence.desired(now.state()), other.writer());
    }
  }

  @Override
  protected final long writes() {
    return gate().writes();
  }

  @Override
  protected final Denial deny(String requirement) {
    var method =
        switch (requirement) {
          case "read silences and alerts" -> "GET";
          case "create silences" -> "POST";
          case "expire silences" -> "DELETE";
          default -> throw new IllegalArgumentException(requirement);
        };
    gate().deny(method);
    return new Denial() {
      @Override
      public String what() {
        return requirement;
      }

      @Override
      public void close() {
        gate().permit(method);
      }
    };
  }
}
