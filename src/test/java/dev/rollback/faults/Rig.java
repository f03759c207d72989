package dev.rollback.faults;

import dev.rollback.drill.Customer;
import dev.rollback.drill.Production;
import dev.rollback.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A small production, and a proxy on each line that leads to it from outside. */
final class Rig implements AutoCloseable {
  /** How long a disturbed command waits for an answer: short, so that a campaign takes no days. */
  static final Duration IMPATIENT = Duration.ofSeconds(1);

  /** How long others wait: on a machine that has much to do, too. */
  static final Duration PATIENT = Duration.ofSeconds(10);

  private final Production production = new Production();
  private final Customer customer = new Customer(production.sandbox());
  private final Map<Line, FaultProxy> lines = new EnumMap<>(Line.class);
  private final String configuration = production.configuration(List.of());

  Rig() {
    var sandbox = production.sandbox();
    lay(Line.KUBERNETES, sandbox.cluster().uri());
    lay(Line.REDIS, sandbox.redis());
    lay(Line.HTTP, sandbox.http());
    var postgres = URI.create(sandbox.postgres().substring("jdbc:".length()));
    if (configuration.contains(":" + postgres.getPort())) {
      lay(Line.POSTGRES, postgres);
    }
  }

  private void lay(Line line, URI server) {
    lines.put(line, FaultProxy.before(line.protocol(), server));
  }

  Production production() {
    return production;
  }

  Sandbox sandbox() {
    return production.sandbox();
  }

  Customer customer() {
    return customer;
  }

  /** The lines that the configuration has. */
  Map<Line, FaultProxy> lines() {
    return Map.copyOf(lines);
  }

  /** All is well on all lines, and counting begins anew. */
  void calm() {
    lines.values().forEach(proxy -> proxy.restart(Faults.NONE));
  }

  /**
   * Writes a home for a shell: the runbook, rollback.yaml with all systems behind the proxies, and
   * direct.yaml, which leads past them.
   */
  void furnish(Path home, Path runbook) {
    try {
      var runbooks = Files.createDirectories(home.resolve("runbooks"));
      Files.copy(runbook, runbooks.resolve(runbook.getFileName()));
      Files.writeString(home.resolve("direct.yaml"), configuration);
      Files.writeString(
          home.resolve("kubeconfig"), through(Files.readString(sandbox().kubeconfig())));
      answersWithin(home, PATIENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on commands wait so long for an answer: rollback.yaml says so. */
  void answersWithin(Path home, Duration timeout) {
    var text =
        through(configuration)
            .replace(sandbox().kubeconfig().toString(), home.resolve("kubeconfig").toString())
            .replaceAll(
                "(?m)^( +(?:kubernetes|redis|postgres): \\{.*)\\}$",
                "$1, timeout: " + timeout + "}");
    try {
      Files.writeString(home.resolve("rollback.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String through(String text) {
    var result = text;
    result = redirect(result, Line.KUBERNETES, sandbox().cluster().uri());
    result = redirect(result, Line.REDIS, sandbox().redis());
    result = redirect(result, Line.HTTP, sandbox().http());
    return redirect(
        result, Line.POSTGRES, URI.create(sandbox().postgres().substring("jdbc:".length())));
  }

  private String redirect(String text, Line line, URI server) {
    var proxy = lines.get(line);
    return proxy == null
        ? text
        : text.replaceAll(":" + server.getPort() + "\\b", ":" + proxy.port());
  }

  @Override
  public void close() {
    lines.values().forEach(FaultProxy::close);
    customer.close();
    production.close();
  }
}
