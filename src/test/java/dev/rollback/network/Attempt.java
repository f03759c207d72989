package dev.rollback.network;

import dev.rollback.cli.RunningClock;
import dev.rollback.cli.Truth;
import dev.rollback.crash.Likeness;
import dev.rollback.crash.Machine;
import dev.rollback.crash.Rehearsal;
import dev.rollback.crash.Snapshot;
import dev.rollback.crash.Stage;
import dev.rollback.crash.Wire;
import dev.rollback.crash.Writes;
import dev.rollback.drill.Customer;
import dev.rollback.faults.Faults;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One trial being made and judged. */
final class Attempt {
  /** How long a disturbed command waits for an answer: short, so that a campaign takes no days. */
  private static final Duration IMPATIENT = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 3;
  private static final int UNDONE = 5;
  private static final String[] UNDO = {"undo", "latest", "--yes"};

  private final Stage stage;
  private final Rehearsal rehearsal;
  private final Trial trial;
  private final Machine machine;
  private final Snapshot broken;

  /** What stood there before each command. */
  private final List<Snapshot> met = new ArrayList<>();

  private final List<String> wrong = new ArrayList<>();
  private final StringBuilder transcript = new StringBuilder();

  /** What was counted before the run; and before the command of the trial. */
  private Writes before = Writes.NONE;

  private Writes began = Writes.NONE;

  private Attempt(Stage stage, Rehearsal rehearsal, Trial trial, Path home) {
    this.stage = stage;
    this.rehearsal = rehearsal;
    this.trial = trial;
    this.broken = rehearsal.again() ? rehearsal.broken() : stage.brokenBy(rehearsal.fault());
    this.machine = new Machine(stage, home, Drill.RUNBOOKS).undecided();
  }

  /** Makes a trial in a sandbox that is broken, or can be put back. */
  static Verdict of(Stage stage, Rehearsal rehearsal, Trial trial) {
    var home = Machine.temporary("network");
    try {
      return new Attempt(stage, rehearsal, trial, home).verdict();
    } finally {
      Machine.remove(home);
    }
  }

  private Verdict verdict() {
    prepare();
    var disturbance =
        new Disturbance(trial.kind(), trial.point(), trial.lasting(), patience(wire()));
    var end = Verdict.End.OPERATOR;
    try {
      end = judge(disturbed(disturbance));
      if (!disturbance.hasStruck()) {
        end = Verdict.End.NOT_REACHED;
      } else if (wrong.isEmpty() && !rehearsal.again()) {
        bringBack();
      }
    } catch (Bounded.HangsException e) {
      wrong.add("it hangs: " + e.getMessage());
      disturbance.end();
    }
    disturbance.struck().ifPresent(r -> transcript.insert(0, "struck: " + Wire.named(r) + "\n"));
    return new Verdict(trial, end, List.copyOf(wrong), transcript.toString());
  }

  private Wire wire() {
    return stage.wires().stream()
        .filter(w -> w.system().equals(trial.line()))
        .findFirst()
        .orElseThrow();
  }

  private static Duration patience(Wire wire) {
    return wire.isConfigurable() ? IMPATIENT : wire.patience();
  }

  private void prepare() {
    if (!rehearsal.again()) {
      before = stage.writes();
      if (trial.isOfUndo()) {
        finish();
      }
    } else if (trial.isOfUndo()) {
      stage.putBack(rehearsal.run().holds());
      machine.copyFrom(rehearsal.finished());
      before = stage.writes().minus(rehearsal.run().writes());
    } else {
      stage.putBack(rehearsal.broken());
      before = stage.writes();
    }
    began = stage.writes();
  }

  /** A run that is well, so that there is something to undo. */
  private void finish() {
    var end = well(words());
    for (var n = 1; exit(end) != 0 && !machine.hasRun() && n < ATTEMPTS; n++) {
      machine.startAnew(); // a busy machine: the service was not ready when it was asked
      end = well(words());
    }
    if (exit(end) != 0) {
      throw new IllegalStateException("there is nothing to undo:\n" + end.seen());
    }
  }

  private String[] words() {
    return stage.command(rehearsal.scenario(), rehearsal.fault());
  }

  private static int exit(Machine.End end) {
    return end.exit().orElse(-1);
  }

  private Machine.End disturbed(Disturbance disturbance) {
    var clock = new RunningClock(Instant.now());
    machine.setClock(clock);
    stage.configure(machine.home(), IMPATIENT);
    met.add(stage.holds());
    var end =
        Bounded.run(
            () ->
                machine.run(
                    wire -> wire.system().equals(trial.line()) ? disturbance : Faults.NONE,
                    this::wasDone,
                    trial.isOfUndo() ? UNDO : words()),
            clock,
            () -> disturbance.hasStruck() && trial.lasting() && !trial.kind().harmless());
    tell(end);
    disturbance.end();
    stage.calm();
    return end;
  }

  private Machine.End well(String... words) {
    met.add(stage.holds());
    machine.setClock(Clock.systemUTC());
    stage.configure(machine.home());
    return Bounded.run(
        () -> machine.run(this::wasDone, words), new RunningClock(Instant.now()), () -> false);
  }

  private void tell(Machine.End end) {
    transcript.append("exit %d%n%s".formatted(exit(end), end.seen()));
  }

  private Writes counted() {
    return stage.writes().minus(before);
  }

  /** Whoever looks at the systems finds what the servers have counted. */
  private boolean wasDone() {
    var certain = dev.rollback.crash.Claims.of(machine.told(), rehearsal.bill()).certain();
    return !counted().minus(certain).positive().isNone();
  }

  private Verdict.End judge(Machine.End end) {
    return switch (exit(end)) {
      case 0 -> {
        if (trial.isOfUndo()) {
          undone();
          yield Verdict.End.UNDONE;
        }
        success();
        yield Verdict.End.SUCCESS;
      }
      case UNDONE -> {
        undone();
        yield Verdict.End.UNDONE;
      }
      case 4, 6, 130 -> {
        claims();
        goOn(exit(end));
        yield Verdict.End.OPERATOR;
      }
      case 3, 7 -> {
        refused(exit(end));
        yield Verdict.End.REFUSED;
      }
      default -> {
        wrong.add("exit " + exit(end));
        yield Verdict.End.OPERATOR;
      }
    };
  }

  private void success() {
    if (rehearsal.again()) {
      served();
    }
    claims();
    if (machine.hasRun() && phases(machine.told()).equals(phases(rehearsal.run().told()))) {
      var expected = rehearsal.run().holds();
      wrong.addAll(
          rehearsal.again()
              ? stage.holds().differences(expected, expected)
              : Likeness.differences(change(), rehearsal.change()));
    }
    healed();
  }

  /** Whoever asks whether a stranger still gets in tries it: what that writes is no run's. */
  private void healed() {
    var until = stage.writes();
    stage.wrong().ifPresent(w -> wrong.add("success, and " + w));
    before = before.plus(stage.writes().minus(until));
  }

  private void served() {
    try (var customer = new Customer(stage.sandbox())) {
      same("a login", 200, customer.login());
      same("a login with a wrong password", 401, customer.login("guess"));
      same("a request with the API key", 200, customer.useKey());
      same("a request without credentials", 401, customer.anonymous());
    }
  }

  private void same(String what, int expected, int was) {
    if (expected != was) {
      wrong.add("success, and %s is answered by %d instead of %d".formatted(what, was, expected));
    }
  }

  private static Map<String, StepState.Phase> phases(RunState run) {
    var phases = new TreeMap<String, StepState.Phase>();
    run.steps().values().forEach(s -> phases.put(s.id(), s.phase()));
    return phases;
  }

  private Likeness.Change change() {
    return new Likeness.Change(
        broken.scrubbed(stage.scrub()), stage.holds().scrubbed(stage.scrub()));
  }

  /** What is not as it was before the run, less what no undo takes back. */
  private List<String> changed() {
    return rehearsal.again()
        ? stage.holds().differences(broken, rehearsal.undo().holds())
        : Likeness.notBack(
            change(),
            rehearsal.left(),
            met.stream().map(found -> found.scrubbed(stage.scrub())).toList());
  }

  private void undone() {
    changed().forEach(c -> wrong.add("undone, and yet: " + c));
    claims();
  }

  private void claims() {
    if (!machine.hasRun()) {
      return;
    }
    var told = machine.told();
    var direct = machine.home().resolve("direct.yaml");
    stage.configureDirect(direct);
    wrong.addAll(
        Claims.wrong(
            told,
            Truth.of(machine.home(), direct, told),
            broken,
            stage.holds(),
            stage.sandbox().accounts().smoke().keyId(),
            changed()));
    wrong.addAll(dev.rollback.crash.Claims.of(told, rehearsal.bill()).unseen(counted()));
    var verified = machine.verified();
    if (!verified.intact()) {
      wrong.add("the journal is damaged: " + verified.damages());
    }
  }

  private void refused(int exit) {
    var sent = stage.writes().minus(began);
    if (!sent.isNone()) {
      wrong.add("exit %d, and writes were sent: %s".formatted(exit, sent));
    }
    if (trial.isOfUndo()) {
      claims();
    } else {
      undone();
    }
  }

  /** The network is well again: somebody goes on, or takes it back. */
  private void goOn(int exit) {
    if (!machine.hasRun()) {
      refused(exit); // nothing was recorded: so nothing was done
      return;
    }
    var undo = trial.isOfUndo() || trial.point().number() % 2 == 0;
    var back = undo || machine.told().undoing().isPresent();
    var words = undo ? UNDO : new String[] {"resume"};
    var end = well(words);
    transcript.append("--- the network is well again: ").append(String.join(" ", words));
    transcript.append('\n');
    tell(end);
    if (back ? isBack(undo, exit(end)) : exit(end) == UNDONE) {
      undone();
    } else if (!back && exit(end) == 0) {
      success();
    } else {
      wrong.add(String.join(" ", words) + " on a good network ends with " + exit(end));
    }
  }

  /** Where an undo has left nothing else than the plan had said. */
  private boolean isBack(boolean asked, int exit) {
    var wanted = exitOfUndo();
    return exit == (wanted == 0 && !asked ? UNDONE : wanted);
  }

  /** Where steps have no undo and were done, it ends as that of the undisturbed run did. */
  private int exitOfUndo() {
    var left =
        machine.told().toUndo().stream()
            .map(StepState::id)
            .anyMatch(rehearsal.foretold()::contains);
    return left ? rehearsal.undo().end().exit().orElseThrow() : 0;
  }

  /** The next trial begins where this one began: what was healed is undone, which is judged too. */
  private void bringBack() {
    if (machine.hasRun() && succeeded()) {
      var end = well(UNDO);
      transcript.append("--- and back: ");
      tell(end);
      if (exit(end) == exitOfUndo()) {
        undone();
      } else {
        wrong.add("the undo of a finished run ends with " + exit(end));
      }
    }
  }

  private boolean succeeded() {
    return machine.told().ended().map(e -> e.outcome()).equals(Optional.of(Outcome.SUCCEEDED));
  }
}
