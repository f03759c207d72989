package dev.rollback.cli;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.StateDirectory;
import dev.rollback.lease.Leasing;
import dev.rollback.plan.Judge;
import dev.rollback.plan.Machine;
import dev.rollback.plan.Plan;
import dev.rollback.plan.Planner;
import dev.rollback.plan.Preflight;
import dev.rollback.plan.PreflightResult;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.PreflightText;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.ScenarioBinder;
import dev.rollback.scenario.ScenarioReader;
import dev.rollback.target.Configuration;
import dev.rollback.target.Environment;
import dev.rollback.target.SecretReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The systems of one target, open for one command. */
final class Session implements AutoCloseable {
  private final World world;
  private final Catalog catalog;
  private final Configuration.NamedTarget target;
  private final Environment environment;
  private List<PreflightResult> clocks = List.of();

  Session(
      World world, Catalog catalog, Configuration.NamedTarget target, Path configurationDirectory) {
    this.world = world;
    this.catalog = catalog;
    this.target = target;
    this.environment =
        new Environment(
            target,
            new SecretReader(
                world.environment(),
                configurationDirectory,
                target.head().secrets(),
                key ->
                    Catalogs.secret(
                        world.environment(), configurationDirectory, environment(), key),
                world.redactor()));
  }

  /** Asked only when a secret is read, which is after this session was made. */
  private Environment environment() {
    return environment;
  }

  String target() {
    return target.name();
  }

  boolean guarded() {
    return target.head().guarded();
  }

  /**
   * A way to one system of the target.
   *
   * @param label {@code redis.sessions}
   * @param problem why it cannot be prepared; then there is no connection
   */
  record Way(
      String label, Pin pin, Optional<Connection<?, ?>> connection, Optional<Diagnostic> problem) {}

  /** All of them, prepared as far as that is possible without reaching anything. */
  List<Way> ways() {
    var ways = new ArrayList<Way>();
    for (var adapter : catalog.adapters()) {
      target
          .connections()
          .getOrDefault(adapter.system(), Map.of())
          .forEach((name, link) -> ways.add(way(adapter, name, link.pin())));
    }
    return ways;
  }

  private Way way(Adapter<?, ?, ?> adapter, String name, Pin pin) {
    var label = Configuration.NamedTarget.label(adapter.system(), name);
    try {
      return new Way(
          label, pin, Optional.of(environment.connection(adapter, name)), Optional.empty());
    } catch (UserException e) {
      return new Way(label, pin, Optional.empty(), Optional.of(e.problems().getFirst()));
    }
  }

  BoundScenario bind(ScenarioReader.Read read, Map<String, String> parameters, Instant at) {
    return new ScenarioBinder(catalog, environment).bind(read, parameters, at).orThrow();
  }

  /** Where it stands which run moves the target. */
  Leases leases() {
    return new Leases(catalog, target, environment);
  }

  List<PreflightResult> preflight(BoundScenario scenario) {
    return Preflight.of(scenario, guarded(), machine(), needs());
  }

  private Machine machine() {
    return new Machine(world.machine(), Leasing.LASTS, StateDirectory.of(world.environment()));
  }

  private List<Preflight.Need<?, ?>> needs() {
    return leases().place().<Preflight.Need<?, ?>>map(Leases.Place::need).stream().toList();
  }

  /**
   * Probes what an undo needs.
   *
   * @throws RefusedException when something is missing
   */
  void readyToUndo(BoundScenario scenario, Collection<String> steps) {
    refuse(Preflight.ofUndo(scenario, steps, needs()));
  }

  /**
   * A plan of what would be done, everything that it needs having been probed first.
   *
   * @throws RefusedException when something that it needs is missing
   */
  Plan plan(BoundScenario scenario) {
    var results = preflight(scenario);
    refuse(results);
    clocks = results.stream().filter(Machine::isClockWarning).toList();
    return new Planner(judge(), world.redactor()).plan(scenario, target(), guarded());
  }

  private static void refuse(List<PreflightResult> results) {
    var missing = results.stream().filter(r -> !r.met()).toList();
    if (!missing.isEmpty()) {
      throw new RefusedException(
          PreflightText.byCause(missing).stream().map(Session::refusal).toList());
    }
  }

  /** What the last preflight found wrong with clocks, as far as a run may go on; a line each. */
  List<String> notes() {
    return clocks.stream()
        .map(r -> "note: %s: %s %s".formatted(r.connection(), r.found(), r.remedy()))
        .toList();
  }

  Judge judge() {
    return new Judge(world.clock(), world.stop(), world.redactor());
  }

  /** What is missing for one reason is one problem. */
  private static Diagnostic refusal(List<PreflightResult> together) {
    var missing = together.getFirst();
    var problem =
        Diagnostic.error(
            "%s: %s%nmissing: %s%nneeded by %s"
                .formatted(
                    missing.connection(),
                    missing.found(),
                    PreflightText.what(together),
                    PreflightText.neededBy(together)));
    return missing.remedy().isEmpty() ? problem : problem.advise(missing.remedy());
  }

  @Override
  public void close() {
    environment.close();
  }
}
