package dev.rollback.cli;

import static java.util.stream.Collectors.joining;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.approval.Signers;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.StateDirectory;
import dev.rollback.lease.Leasing;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Evidence;
import dev.rollback.plan.Judge;
import dev.rollback.plan.Machine;
import dev.rollback.plan.Plan;
import dev.rollback.plan.Planner;
import dev.rollback.plan.Preflight;
import dev.rollback.plan.PreflightResult;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.PreflightText;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.Notify;
import dev.rollback.scenario.ScenarioBinder;
import dev.rollback.scenario.ScenarioReader;
import dev.rollback.target.Configuration;
import dev.rollback.target.Environment;
import dev.rollback.target.Policy;
import dev.rollback.target.SealingKeyFile;
import dev.rollback.target.SecretReader;
import java.security.SecureRandom;
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
  private final Signers signers;
  private List<PreflightResult> warnings = List.of();
  private List<Notify> told = List.of();

  Session(World world, Catalog catalog, Configuration.NamedTarget target, Signers signers) {
    var configurationDirectory = signers.directory();
    this.world = world;
    this.signers = signers;
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
                new SecretReader.Sealing(
                    target.head().sealingKey(),
                    new SealingKeyFile(
                        () -> StateDirectory.of(world.environment()).resolve("keys/sealing.key"),
                        new SecureRandom())),
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

  /** Who may approve, and their keys. */
  Signers signers() {
    return signers;
  }

  /** What may be done on the target without asking, and when. */
  Policy policy() {
    return target.head().rules();
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

  /** Whoever may have to approve a plan as a whole, in whatever situation. */
  List<Approvers> wholeApprovers() {
    return policy().everybodyNeeded().stream()
        .map(n -> new Approvers(n.value().role(), n.value().count()))
        .toList();
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
   * A plan of what would be done, everything that it needs having been probed first. Where the
   * scenario has a diagnosis, the evidence comes before that: what is not done needs nothing, and
   * what the evidence is read from may be what is broken.
   *
   * @throws RefusedException when something that it needs is missing, or a gate needs approvals
   *     that nobody can give
   */
  Plan plan(BoundScenario scenario) {
    told = scenario.scenario().notifications();
    if (!scenario.diagnosed()) {
      probe(preflight(scenario));
      return observed(scenario);
    }
    var evidence = planner().look(scenario);
    var results = preflight(evidence.takingPart(scenario).connected());
    // Where even that is missing and no cause is known, all that may be needed is told at once.
    var some = evidence.nothingFound() && !results.stream().allMatch(PreflightResult::met);
    probe(some ? preflight(scenario) : results);
    return observed(scenario, evidence);
  }

  private void probe(List<PreflightResult> results) {
    refuse(results);
    warnings =
        results.stream()
            .filter(r -> Machine.isClockWarning(r) || Preflight.isOfChannel(r))
            .toList();
  }

  /** The same without the probing: for who only looks. */
  Plan observed(BoundScenario scenario) {
    return observed(scenario, planner().look(scenario));
  }

  /** The checks that decide whether a scenario has worked, as its conditions hold now. */
  List<BoundStep.Check<?, ?, ?>> deciding(BoundScenario scenario) {
    return planner().deciding(scenario);
  }

  private Plan observed(BoundScenario scenario, Evidence evidence) {
    var plan = planner().plan(scenario, evidence, target(), guarded(), target.head().limit());
    new Approvable(signers).require(plan);
    return plan;
  }

  private Planner planner() {
    return new Planner(judge(), world.redactor(), policy().gates() == Policy.Gates.SIGNED);
  }

  private static void refuse(List<PreflightResult> results) {
    var missing = results.stream().filter(r -> !r.met()).toList();
    if (!missing.isEmpty()) {
      throw new RefusedException(
          PreflightText.byCause(missing).stream().map(Session::refusal).toList());
    }
  }

  /** Which channels a run of the last plan tells what; a line, where it tells any. */
  Optional<String> telling() {
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "A run tells " + told.stream().map(Notify::label).collect(joining("; ")) + ".");
  }

  /**
   * What the last preflight found wrong with clocks and channels, as far as a run may go on; a line
   * each.
   */
  List<String> notes() {
    return warnings.stream()
        .map(r -> "note: %s: %s %s".formatted(r.connection(), sentence(r.found()), r.remedy()))
        .distinct()
        .toList();
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
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
                        PreflightText.neededBy(together)))
            .see(Topic.PREFLIGHT);
    return missing.remedy().isEmpty() ? problem : problem.advise(missing.remedy());
  }

  @Override
  public void close() {
    environment.close();
  }
}
