package dev.rollback.chaos;

import static org.awaitility.Awaitility.await;

import dev.rollback.cli.SandboxTarget;
import dev.rollback.drill.Customer;
import dev.rollback.drill.Keyspace;
import dev.rollback.drill.Production;
import dev.rollback.sandbox.site.Fault;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** A sandbox with whoever looks at it from outside. It is used by one thread. */
final class Stage implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(4);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration ROLL_OUT = Duration.ofSeconds(60);
  private static final int NOBODY_SERVES = 503;

  private final Production production = new Production();
  private final Customer customer = new Customer(production.sandbox());
  private final Deployment healthy;
  private final Map<String, Keyspace.Value> keys;
  private final Trail trail;

  /** What there was before a run, and what a customer got. */
  record Scene(Path home, Snapshot before, Snapshot.Service service) {}

  /**
   * How a process ended.
   *
   * @param pace what it took, where it recorded something
   */
  record Ended(int exit, Duration took, Optional<Pace> pace, String screen) {}

  /** Starts it, with one pod of the service: three would take the machine three times as long. */
  Stage() {
    workload().scale(1);
    healthy = workload().get();
    keys = production.redis().read();
    trail = new Trail(production);
  }

  private RollableScalableResource<Deployment> workload() {
    return production.kubernetes().apps().deployments().inNamespace("grid").withName("grid-api");
  }

  /** Makes all well, breaks one thing, and writes what a person needs there into a directory. */
  Scene breakAnew(Fault fault, Path home) {
    workload()
        .edit(
            now -> {
              now.setSpec(healthy.getSpec());
              return now;
            });
    production.redis().replaceBy(keys);
    awaitRollOut();
    // What a process that was killed after the end of its run has not given back: time passes.
    production.kubernetes().leases().inNamespace("grid").delete();
    production.sandbox().inject(fault);
    try {
      Files.createDirectories(home.resolve("runbooks"));
      for (var runbook : runbooks()) {
        Files.copy(runbook, home.resolve(runbook));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    configure(home);
    var service = settled();
    var scene = new Scene(home, Snapshot.of(production), service);
    trail.restart();
    return scene;
  }

  private void configure(Path home) {
    try {
      Files.writeString(
          home.resolve("rollback.yaml"), SandboxTarget.configuration(production.sandbox()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words that run a scenario against a fault. */
  List<String> command(String scenario, Fault fault) {
    return List.of(
        SandboxTarget.words("scenario", scenario, fault.parameters(production.sandbox())));
  }

  /** What is still wrong where no customer sees it. */
  Optional<String> remains(Fault fault) {
    return fault.remains(production.sandbox());
  }

  private void awaitRollOut() {
    var cluster = production.sandbox().cluster();
    if (!cluster.await(() -> cluster.rolledOut("grid", "grid-api"), ROLL_OUT)) {
      throw new IllegalStateException("no rollout within " + ROLL_OUT);
    }
  }

  /** Every runbook of the checkout. */
  static List<Path> runbooks() throws IOException {
    try (var files = Files.list(Path.of("runbooks"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The environment of somebody whose home is that directory. */
  static Map<String, String> environment(Path home) {
    return Map.of(
        "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
        "HOME", home.toString(),
        "XDG_STATE_HOME", home.resolve("state").toString(),
        "USER", "oncall",
        "LANG", "C.UTF-8",
        "TERM", "dumb",
        "COLUMNS", "100");
  }

  /**
   * Runs a command line at a terminal.
   *
   * @param strike when it is killed; empty: it is left alone
   */
  Ended run(List<String> command, Path home, Optional<Pace.Strike> strike) {
    var start = System.nanoTime();
    var evidence = new Evidence(home.resolve("state"));
    var size = evidence.size();
    try (var child = Child.start(command, home, environment(home), new Answers())) {
      if (strike.isPresent() && !strike.get().recorded()) {
        kill(child, strike.get().after());
      }
      var recorded = awaitEvent(child, evidence, size, start);
      if (strike.isPresent() && recorded.isPresent()) {
        kill(child, strike.get().after());
      }
      var exit = child.await();
      var took = Duration.ofNanos(System.nanoTime() - start);
      return new Ended(exit, took, Pace.of(recorded, took), child.screen());
    }
  }

  private static void kill(Child child, Duration after) {
    if (!child.endsWithin(after)) {
      child.kill();
    }
  }

  /** When it recorded its first event, counted from its start; empty where it ended before. */
  private static Optional<Duration> awaitEvent(
      Child child, Evidence evidence, long size, long start) {
    while (evidence.size() <= size) {
      if (child.endsWithin(POLL)) {
        return Optional.empty();
      }
    }
    return Optional.of(Duration.ofNanos(System.nanoTime() - start));
  }

  /** How many changes of workloads there were since it was broken. */
  int changes() {
    return trail.changes().size();
  }

  /** What has happened since it was broken; the first {@code forward} changes before any undo. */
  Observation observe(Scene scene, int forward) {
    return new Observation(
        scene.before(),
        scene.service(),
        Snapshot.of(production),
        trail.changes(),
        trail.keys(),
        forward);
  }

  /** What a customer gets once pods answer at all: a machine that is too busy makes them slow. */
  private Snapshot.Service settled() {
    await()
        .atMost(PATIENCE)
        .until(() -> Snapshot.Service.of(customer).anonymous() != NOBODY_SERVES);
    return Snapshot.Service.of(customer);
  }

  /** What a customer gets now, or, where that is not what it should be, in the end. */
  Snapshot.Service service(Predicate<Snapshot.Service> asItShouldBe) {
    try {
      return await().atMost(PATIENCE).until(() -> Snapshot.Service.of(customer), asItShouldBe);
    } catch (ConditionTimeoutException e) {
      return Snapshot.Service.of(customer);
    }
  }

  /** How many requests to write a deployment the Kubernetes API has seen. */
  int deploymentWrites() {
    return (int)
        production.sandbox().cluster().writes().stream()
            .filter(write -> write.path().contains("/deployments/"))
            .count();
  }

  @Override
  public void close() {
    trail.close();
    customer.close();
    production.close();
  }
}
