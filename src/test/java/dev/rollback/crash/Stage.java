package dev.rollback.crash;

import dev.rollback.drill.Production;
import dev.rollback.faults.Protocol;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A sandbox with a way that can end before each of its servers, and a ledger behind it. The one
 * place that names them.
 */
final class Stage implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Production production = new Production();
  private final List<Wire> wires;
  private final List<Ledger> ledgers;
  private final Snapshot healthy;

  /** Starts it; all is well. */
  Stage() {
    var sandbox = production.sandbox();
    wires =
        List.of(
            Wire.to("Kubernetes", Protocol.HTTP, sandbox.cluster().uri()),
            Wire.to("Redis", Protocol.REDIS, sandbox.redis()),
            Wire.to("PostgreSQL", Protocol.POSTGRES, postgres(sandbox.postgres())),
            Wire.asking("service", Protocol.HTTP, sandbox.http()));
    ledgers =
        List.of(
            new KubernetesLedger(production),
            new RedisLedger(sandbox.redis()),
            new PostgresLedger(sandbox.postgres()));
    healthy = holds();
  }

  private static URI postgres(String url) {
    return URI.create(url.substring("jdbc:".length()));
  }

  /** Breaks it, and nothing else is broken. */
  void inject(Fault fault) {
    putBack(healthy);
    production.sandbox().inject(fault);
  }

  /** What all systems hold. */
  Snapshot holds() {
    var held = new TreeMap<String, Map<String, Ledger.Held>>();
    ledgers.forEach(l -> held.put(l.system(), l.holds()));
    return new Snapshot(held);
  }

  /** How often they were written to. */
  Writes writes() {
    return ledgers.stream()
        .map(
            ledger -> {
              var named = new TreeMap<String, Long>();
              ledger.writes().counts().forEach((w, n) -> named.put(ledger.system() + " " + w, n));
              return new Writes(named);
            })
        .reduce(Writes.NONE, Writes::plus);
  }

  /** Makes them hold this. */
  void putBack(Snapshot snapshot) {
    ledgers.forEach(l -> l.putBack(snapshot.of(l.system())));
  }

  /**
   * From now on the ways belong to this process; every connection of the one before is gone.
   *
   * @throws IllegalStateException when that one still holds some
   */
  void belongTo(Mortality mortality) {
    awaitQuiet();
    wires.forEach(w -> w.carry(mortality));
  }

  private void awaitQuiet() {
    var deadline = System.nanoTime() + QUIET.toNanos();
    while (wires.stream().anyMatch(w -> w.proxy().open() > 0)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("a process that has ended still holds connections");
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** Every connection ends, as those of a process do with it. */
  void disconnect() {
    wires.forEach(w -> w.proxy().resetConnections());
  }

  /** Writes a configuration whose target {@code sandbox} leads here, by way of the wires. */
  void configure(Path directory) {
    try {
      var kubeconfig = directory.resolve("kubeconfig");
      Files.writeString(kubeconfig, led(Files.readString(production.sandbox().kubeconfig())));
      var direct = production.sandbox().kubeconfig().toString();
      Files.writeString(
          directory.resolve("rollback.yaml"),
          led(production.configuration(List.of()).replace(direct, kubeconfig.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String led(String text) {
    var led = text;
    for (var wire : wires) {
      led = wire.lead(led);
    }
    return led;
  }

  @Override
  public void close() {
    ledgers.forEach(Ledger::close);
    wires.forEach(Wire::close);
    production.close();
  }
}
