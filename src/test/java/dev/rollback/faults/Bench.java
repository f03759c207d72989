package dev.rollback.faults;

import static org.awaitility.Awaitility.await;

import dev.rollback.cli.Shell;
import dev.rollback.cli.Truth;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Writer;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.sandbox.site.Fault;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes trials on one rig, one after the other, and judges each. */
final class Bench implements AutoCloseable {
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final String[] UNDO = {"undo", "latest", "--yes"};

  private final Rig rig = new Rig();

  /**
   * What an undisturbed command did.
   *
   * @param requests on each line, in order
   * @param asking how many of them were for the preview: before anything was approved
   * @param phases how each step of the run ended
   * @param changes what it has changed in the specifications
   */
  record Reference(
      Map<Line, List<Request>> requests,
      Map<Line, Integer> asking,
      Map<String, String> phases,
      List<String> changes) {}

  /** The place and the state of one trial. */
  private record Scene(Trial trial, Path home, Shell shell, Sight before, long writes) {}

  /** What an undisturbed command does. */
  Reference undisturbed(Path runbook, Fault fault, Trial.Errand errand) {
    var trial =
        new Trial(
            runbook,
            fault,
            errand,
            Line.KUBERNETES,
            Kind.SLOW,
            false,
            new Disturbance.Point(0, -1, "none"));
    return in(
        trial,
        scene -> {
          rig.calm();
          var asking = new TreeMap<Line, Integer>();
          var result =
              Command.run(
                  scene.shell(),
                  () -> rig.lines().forEach((line, p) -> asking.put(line, p.seen().size())),
                  words(trial));
          if (result.exit() != 0) {
            throw new IllegalStateException(
                "the undisturbed command ended with " + result.exit() + ":\n" + text(result));
          }
          var requests = new TreeMap<Line, List<Request>>();
          rig.lines().forEach((line, proxy) -> requests.put(line, proxy.seen()));
          return new Reference(
              requests,
              asking,
              phases(journal(scene).orElseThrow()),
              Sight.of(rig).changesOf(scene.before()));
        });
  }

  /** Makes one trial. */
  Verdict make(Trial trial, Reference reference) {
    return in(trial, scene -> new Judged(scene, reference).verdict());
  }

  private interface Work<T> {
    T on(Scene scene);
  }

  private <T> T in(Trial trial, Work<T> work) {
    var home = home();
    try {
      rig.calm();
      restore();
      rig.sandbox().inject(trial.fault());
      rig.furnish(home, trial.runbook());
      var before = Sight.of(rig);
      var shell = new Shell(home);
      if (trial.errand() == Trial.Errand.UNDO) {
        var run = Command.run(shell, () -> {}, "scenario", trial.scenario());
        if (run.exit() != 0) {
          throw new IllegalStateException("there is nothing to undo:\n" + text(run));
        }
      }
      return work.on(new Scene(trial, home, shell, before, writes()));
    } finally {
      rig.calm();
      delete(home);
    }
  }

  /**
   * Makes production as it was at first; controllers that are still at work would be in the way.
   */
  private void restore() {
    var cluster = rig.sandbox().cluster();
    cluster.await(() -> cluster.rolledOut("grid", "grid-api"), SETTLING);
    await()
        .atMost(SETTLING)
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException refused && refused.getCode() == 409)
        .until(
            () -> {
              rig.production().putBack();
              return true;
            });
  }

  private static String[] words(Trial trial) {
    return trial.errand() == Trial.Errand.UNDO ? UNDO : new String[] {"scenario", trial.scenario()};
  }

  /** Writes at the servers that only a run makes; a lease is none. */
  private long writes() {
    var calls = rig.production().redis().calls();
    return rig.sandbox().cluster().writes().stream()
            .filter(w -> !w.path().contains("/leases"))
            .count()
        + calls.getOrDefault("unlink", 0L)
        + calls.getOrDefault("restore", 0L);
  }

  private static Optional<RunState> journal(Scene scene) {
    var store =
        new JournalStore(
            scene.shell().state().resolve("rollback"),
            new Writer("judge", "judge-1", 1),
            Clock.systemUTC(),
            new Redactor());
    return store.list().isEmpty()
        ? Optional.empty()
        : Optional.of(RunState.of(store.read(store.resolve(JournalStore.LATEST))));
  }

  private static Map<String, String> phases(RunState run) {
    var phases = new TreeMap<String, String>();
    run.steps().values().forEach(s -> phases.put(s.id(), s.phase().name()));
    return phases;
  }

  private static String text(Shell.Result result) {
    return "exit %d%n%s%s".formatted(result.exit(), result.out(), result.err());
  }

  /** One trial being made and judged. */
  private final class Judged {
    private final Scene scene;
    private final Trial trial;
    private final Reference reference;
    private final List<String> wrong = new ArrayList<>();
    private final StringBuilder transcript = new StringBuilder();

    Judged(Scene scene, Reference reference) {
      this.scene = scene;
      this.trial = scene.trial();
      this.reference = reference;
    }

    Verdict verdict() {
      var disturbance =
          new Disturbance(trial.kind(), trial.point(), trial.lasting(), Rig.IMPATIENT);
      var line = Optional.ofNullable(rig.lines().get(trial.line())).orElseThrow();
      rig.calm();
      rig.answersWithin(scene.home(), Rig.IMPATIENT);
      line.restart(disturbance);
      var end = Verdict.End.OPERATOR;
      try {
        var result = disturbed(disturbance);
        end = disturbance.hasStruck() ? judge(result) : Verdict.End.NOT_REACHED;
      } catch (Command.HangsException e) {
        wrong.add("it hangs: " + e.getMessage());
        disturbance.end();
      }
      return new Verdict(trial, end, List.copyOf(wrong), transcript.toString());
    }

    private Shell.Result disturbed(Disturbance disturbance) {
      var result =
          Command.run(
              scene.shell(),
              () -> disturbance.hasStruck() && trial.lasting() && !trial.kind().harmless(),
              words(trial));
      transcript.append(text(result));
      disturbance.end();
      await()
          .atMost(SETTLING)
          .until(() -> rig.lines().values().stream().allMatch(FaultProxy::isIdle));
      return result;
    }

    private Verdict.End judge(Shell.Result result) {
      return switch (result.exit()) {
        case 0 -> {
          ended();
          yield trial.errand() == Trial.Errand.UNDO ? Verdict.End.UNDONE : Verdict.End.SUCCESS;
        }
        case 5 -> {
          undone();
          yield Verdict.End.UNDONE;
        }
        case 4, 6, 130 -> {
          claims();
          goOn();
          yield Verdict.End.OPERATOR;
        }
        case 3, 7 -> {
          refused(result);
          yield Verdict.End.REFUSED;
        }
        default -> {
          wrong.add("exit " + result.exit());
          yield Verdict.End.OPERATOR;
        }
      };
    }

    private void ended() {
      if (trial.errand() == Trial.Errand.UNDO) {
        undone();
      } else {
        success();
      }
    }

    private void success() {
      var customer = rig.customer();
      same("a login", 200, customer.login());
      same("a login with a wrong password", 401, customer.login("guess"));
      same("a request with the API key", 200, customer.useKey());
      same("a request without credentials", 401, customer.anonymous());
      claims();
      var run = journal(scene);
      if (run.isPresent() && phases(run.get()).equals(reference.phases())) {
        var changes = Sight.of(rig).changesOf(scene.before());
        if (!changes.equals(reference.changes())) {
          wrong.add("changed is " + changes + ", and undisturbed it is " + reference.changes());
        }
      }
    }

    private void same(String what, int expected, int was) {
      if (expected != was) {
        wrong.add("success, and %s is answered by %d instead of %d".formatted(what, was, expected));
      }
    }

    private void undone() {
      var now = Sight.of(rig);
      wrong.addAll(
          now.changesOf(scene.before()).stream().map(c -> "undone, and yet " + c).toList());
      var moved = journal(scene).map(Bench::moved).orElse(List.of());
      now.notAsBefore(scene.before(), moved).forEach(w -> wrong.add("undone, and " + w));
      claims();
    }

    private void claims() {
      journal(scene)
          .ifPresent(
              run ->
                  wrong.addAll(
                      Claims.wrong(
                          run,
                          Truth.of(scene.home(), scene.home().resolve("direct.yaml"), run),
                          scene.before(),
                          Sight.of(rig))));
    }

    private void refused(Shell.Result result) {
      if (writes() != scene.writes()) {
        wrong.add(
            "exit %d, and %d writes were sent".formatted(result.exit(), writes() - scene.writes()));
      }
      if (trial.errand() == Trial.Errand.SCENARIO) {
        undone();
      } else {
        claims();
      }
    }

    /** The network is well again: somebody goes on, or takes it back. */
    private void goOn() {
      rig.calm();
      rig.answersWithin(scene.home(), Rig.PATIENT);
      var undo = trial.errand() == Trial.Errand.UNDO || trial.point().number() % 2 == 0;
      var words = undo ? UNDO : new String[] {"resume"};
      var result = Command.run(scene.shell(), () -> {}, words);
      transcript.append("--- the network is well again: ").append(String.join(" ", words));
      transcript.append('\n').append(text(result));
      var wellUndone = undo ? result.exit() == 0 : result.exit() == 5;
      if (wellUndone) {
        undone();
      } else if (result.exit() == 0) {
        success();
      } else {
        wrong.add(String.join(" ", words) + " on a good network ends with " + result.exit());
      }
    }
  }

  private static List<Pattern> moved(RunState run) {
    return run.plan()
        .all()
        .filter(PlannedStep.Change.class::isInstance)
        .flatMap(step -> Claims.patterns(((PlannedStep.Change) step).target()).stream())
        .toList();
  }

  private static Path home() {
    try {
      return Files.createTempDirectory("rollback-network-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    rig.close();
  }
}
