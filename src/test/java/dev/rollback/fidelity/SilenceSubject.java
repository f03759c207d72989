package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.alertmanager.AlertmanagerAdapter;
import dev.rollback.adapter.alertmanager.AlertmanagerGate;
import dev.rollback.adapter.alertmanager.AlertmanagerReader;
import dev.rollback.adapter.alertmanager.AlertmanagerWriter;
import dev.rollback.adapter.http.HttpAdapter;
import dev.rollback.adapter.http.HttpReader;
import dev.rollback.adapter.http.HttpSettings;
import dev.rollback.diagnostic.Sensitive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** {@code alertmanager.silence}: nothing there, one of ours, one of somebody else. */
public final class SilenceSubject implements Subject {
  private static final String OURS = "fidelity";
  private static final String WHY = "a test";

  private final AutoCloseable server;
  private final AlertmanagerGate gate;
  private final Connection<AlertmanagerReader, AlertmanagerWriter> connection;
  private final Connection<HttpReader, HttpReader> http;
  private final String all = "f" + UUID.randomUUID().toString().replace("-", "");

  private SilenceSubject(String url, AutoCloseable server) {
    this.server = server;
    this.gate = new AlertmanagerGate(url);
    this.connection = gate.connect();
    this.http =
        new HttpAdapter(Path.of(""))
            .connect(new HttpSettings(gate.url()), _ -> Sensitive.of("unused"));
  }

  /** On a server that answers as Alertmanager does. */
  static SilenceSubject onFake() {
    var fake = AlertmanagerGate.server();
    return new SilenceSubject(fake.uri().toString(), fake);
  }

  /** On a real one, which stays. */
  static SilenceSubject on(String url) {
    return new SilenceSubject(url, () -> {});
  }

  @Override
  public String name() {
    return "alertmanager.silence";
  }

  @Override
  public Set<String> actions() {
    return Set.of("alertmanager.silence");
  }

  @Override
  public Workbench workbench() {
    return new Workbench(
        List.of(new AlertmanagerAdapter(Path.of("")), new HttpAdapter(Path.of(""))),
        Map.of("alertmanager", connection, "http", http));
  }

  @Override
  public long writes() {
    return gate.writes();
  }

  @Override
  public Object snapshot() {
    return gate.silences(all);
  }

  @Override
  public Case next(Random random) {
    var name = all + random.nextInt(1_000_000);
    var labels = Map.of("alertname", name);
    var now = Instant.now();
    var minutes = 10 + random.nextInt(600);
    if (random.nextBoolean()) {
      gate.silence(labels, now.plusSeconds(60L * (1 + random.nextInt(9))), OURS, WHY);
    }
    if (random.nextBoolean()) {
      gate.silence(labels, now.plusSeconds(6000), "somebody else", "their own");
    }
    if (random.nextBoolean()) {
      gate.fire(Map.of("alertname", name, "instance", "i" + random.nextInt(9)));
    }
    return new Case(
        """
        steps:
          - id: silence
            action: alertmanager.silence
            with: {match: {alertname: %s}, duration: PT%dM, owner: %s, comment: %s}
        after:
          - {check: http.get, with: {path: /api/v2/status}}
        """
            .formatted(name, minutes, OURS, WHY),
        List.of(
            Drift.harmful(
                "somebody has made the same silence, with another end",
                () -> gate.silence(labels, now.plusSeconds(570), OURS, WHY)),
            Drift.harmless(
                "somebody else's silence of the same alerts",
                () -> gate.silence(labels, now.plusSeconds(120), "a third", "their own")),
            Drift.harmless(
                "an alert more fires",
                () -> gate.fire(Map.of("alertname", name, "instance", "more")))));
  }

  @Override
  public void close() {
    gate.expire(all);
    connection.close();
    http.close();
    gate.close();
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
