package dev.rollback.crash;

import dev.rollback.cli.SandboxTarget;
import dev.rollback.drill.Production;
import dev.rollback.drill.Scrub;
import dev.rollback.faults.Faults;
import dev.rollback.faults.Protocol;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A sandbox with a way that can end before each of its servers, and a ledger behind it. The one
 * place that names them.
 */
public final class Stage implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(30);

  /** What {@code http.get} and the like wait, and what PostgreSQL gets for a statement. */
  private static final Duration OF_SERVICE = Duration.ofSeconds(5);

  private static final Duration OF_POSTGRES = Duration.ofSeconds(15);

  /** Systems and channels that take a {@code timeout}. */
  private static final Pattern IMPATIENT =
      Pattern.compile(
          "(?m)^( +(?:(?:kubernetes|redis|prometheus|alertmanager): \\{|\\S+: \\{url: \\{).*)\\}$");

  /** On a busy machine, too. */
  private static final Duration SERVED = Duration.ofSeconds(30);

  private static final FileAttribute<Set<PosixFilePermission>> MINE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Production production = new Production();
  private final List<Wire> wires;
  private final List<Ledger> ledgers;
  private final Snapshot healthy;
  private final Scrub scrub;
  private Optional<Scene> scene = Optional.empty();

  /**
   * A place that was broken once: a run that heals it is undone by the program itself.
   *
   * @param prober a customer who goes on all the while, so that there is something to see
   */
  private record Scene(Fault fault, Snapshot broken, Prober prober) {}

  /** Starts it; all is well. */
  public Stage() {
    var sandbox = production.sandbox();
    wires =
        List.of(
            Wire.to("Kubernetes", Protocol.HTTP, sandbox.cluster().uri()),
            Wire.to("Redis", Protocol.REDIS, sandbox.redis()),
            Wire.to("PostgreSQL", Protocol.POSTGRES, postgres(sandbox.postgres()))
                .patient(OF_POSTGRES),
            Wire.to("Alertmanager", Protocol.HTTP, sandbox.alertmanager()),
            Wire.asking("Prometheus", Protocol.HTTP, sandbox.prometheus()),
            Wire.asking("service", Protocol.HTTP, sandbox.http()).patient(OF_SERVICE),
            Wire.asking("chat", Protocol.HTTP, sandbox.chat().slack()));
    var all = new ArrayList<Ledger>();
    all.add(new KubernetesLedger(production));
    all.add(new RedisLedger(sandbox.redis()));
    all.add(new PostgresLedger(sandbox.postgres()));
    all.add(new FootprintLedger(sandbox));
    sandbox.repository().ifPresent(git -> all.add(new GitLedger(git)));
    ledgers = List.copyOf(all);
    healthy = holds();
    scrub = Scrub.of(sandbox);
  }

  private static URI postgres(String url) {
    return URI.create(url.substring("jdbc:".length()));
  }

  /** The sandbox itself. */
  public Sandbox sandbox() {
    return production.sandbox();
  }

  /** The ways to its servers. */
  public List<Wire> wires() {
    return wires;
  }

  /** Breaks it, and nothing else is broken. */
  void inject(Fault fault) {
    putBack(healthy);
    production.sandbox().inject(fault);
  }

  /**
   * What it holds while a fault is in it: broken now, or some time ago and as it was again since.
   */
  public Snapshot brokenBy(Fault fault) {
    if (scene.isEmpty()) {
      production.sandbox().inject(fault);
      var prober = Prober.start(production.sandbox(), Clock.systemUTC());
      scene = Optional.of(new Scene(fault, holds(), prober));
    }
    return scene.filter(s -> s.fault().equals(fault)).map(Scene::broken).orElseThrow();
  }

  /** Whether this fault is in it, and all is as it was when it was broken. */
  boolean isBrokenBy(Fault fault) {
    return scene
        .filter(s -> s.fault().equals(fault))
        .map(s -> new Likeness.Change(s.broken().scrubbed(scrub), holds().scrubbed(scrub)))
        .map(Likeness.Change::isNone)
        .orElse(false);
  }

  /** What is still wrong, as a customer and an administrator see it who know nothing of runs. */
  public Optional<String> wrong() {
    return scene.flatMap(
        s ->
            s.prober().awaitServed(SERVED)
                ? s.fault().remains(production.sandbox())
                : Optional.of("a customer is not served"));
  }

  /** The command line that runs a scenario against a fault. */
  public String[] command(String scenario, Fault fault) {
    return SandboxTarget.words("scenario", scenario, fault.parameters(production.sandbox()));
  }

  /** Takes away what is another thing in each sandbox. */
  public Scrub scrub() {
    return scrub;
  }

  /** What all systems hold. */
  public Snapshot holds() {
    var held = new TreeMap<String, Map<String, Ledger.Held>>();
    ledgers.forEach(l -> held.put(l.system(), l.holds()));
    return new Snapshot(held);
  }

  /** How often they were written to. */
  public Writes writes() {
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
  public void putBack(Snapshot snapshot) {
    ledgers.forEach(l -> l.putBack(snapshot.of(l.system())));
  }

  /**
   * From now on the ways belong to another process, and have these faults; every connection of the
   * one before is gone.
   *
   * @throws IllegalStateException when that one still holds some
   */
  void belongTo(Function<Wire, Faults> network) {
    await("a process that has ended still holds connections", w -> w.proxy().open() == 0);
    wires.forEach(w -> w.proxy().restart(network.apply(w)));
  }

  /**
   * All is well on all ways, and what was still on its way has come; what was lost is lost.
   *
   * @throws IllegalStateException when it does not come
   */
  public void calm() {
    await("a request or its answer is still on its way", w -> w.proxy().isIdle());
    wires.forEach(w -> w.proxy().restart(Faults.NONE));
  }

  private void await(String trouble, Predicate<Wire> wanted) {
    var deadline = System.nanoTime() + QUIET.toNanos();
    while (!wires.stream().allMatch(wanted)) {
      if (System.nanoTime() > deadline) {
        var others = wires.stream().filter(wanted.negate()).map(Wire::system).toList();
        throw new IllegalStateException(trouble + ": " + others);
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** Every connection ends, as those of a process do with it. */
  void disconnect() {
    wires.forEach(w -> w.proxy().resetConnections());
  }

  /** Writes a configuration whose target {@code sandbox} leads here, by way of the wires. */
  public void configure(Path directory) {
    write(directory.resolve("rollback.yaml"), byWires(directory));
  }

  /** The same, with an answer waited for no longer than this, where that can be configured. */
  public void configure(Path directory, Duration answer) {
    var text = IMPATIENT.matcher(byWires(directory)).replaceAll("$1, timeout: " + answer + "}");
    write(directory.resolve("rollback.yaml"), text);
  }

  /** Writes a configuration that leads here past the wires. */
  public void configureDirect(Path file) {
    write(file, SandboxTarget.configuration(production.sandbox()));
  }

  private String byWires(Path directory) {
    var text = led(SandboxTarget.configuration(production.sandbox()));
    for (var file : List.of(sandbox().kubeconfig(), sandbox().chatWebhook())) {
      var copy = directory.resolve(file.getFileName());
      write(copy, led(read(file)));
      text = text.replace(file.toString(), copy.toString());
    }
    return text;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also what is secret: by nobody else to be read. */
  private static void write(Path file, String text) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, MINE);
      }
      Files.writeString(file, text);
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
    scene.ifPresent(s -> s.prober().close());
    ledgers.forEach(Ledger::close);
    wires.forEach(Wire::close);
    production.close();
  }
}
