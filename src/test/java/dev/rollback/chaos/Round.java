package dev.rollback.chaos;

import dev.rollback.cli.Shell;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One broken service and one run that is killed: at a random instant, and again while it goes on or
 * is taken back, until it has ended. Then it is judged.
 */
final class Round {
  /** The exit code of a command that has not begun. */
  private static final int REFUSED = 3;

  /** The exit code of a run that was taken back. */
  private static final int UNDONE = 5;

  /** So often at most is a process killed that goes on with the run. */
  private static final int MOST_FOLLOWING_KILLS = 8;

  private final Stage stage;
  private final Program program;
  private final Lane.Drill drill;
  private final Reference reference;
  private final RandomGenerator random;
  private final Stage.Scene scene;
  private final Evidence evidence;
  private final Shell reader;
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private final List<Evidence.Death> deaths = new ArrayList<>();
  private final int writesBefore;
  private Optional<Integer> forward = Optional.empty();
  private Pace runPace;
  private Pace undoPace;
  private boolean tooEarly;
  private boolean takenOver;
  private int followingKills;
  private int tooLate;

  /** What is done next. */
  private enum Next {
    START,
    RESUME,
    UNDO,
    NOTHING
  }

  /**
   * What came of it.
   *
   * @param end how it ended, in words
   * @param deaths where its processes were killed
   * @param tooLate how many had ended before they were to be killed
   * @param takenOver whether the target had to be taken over from a dead process
   * @param furtherWrites requests to write a workload that changed nothing
   * @param story what was done, in order
   * @param reference the one it was judged by, at the pace of now
   */
  record Result(
      String end,
      List<Evidence.Death> deaths,
      int tooLate,
      boolean takenOver,
      int furtherWrites,
      List<Violation> violations,
      List<String> story,
      Reference reference) {
    long counted() {
      return deaths.stream().filter(d -> d.where() == Evidence.Where.WITHIN).count();
    }
  }

  /** On a scene that was broken just now. */
  Round(
      Stage stage,
      Program program,
      Lane.Drill drill,
      Reference reference,
      RandomGenerator random,
      Stage.Scene scene) {
    this.stage = stage;
    this.program = program;
    this.drill = drill;
    this.reference = reference;
    this.random = random;
    this.runPace = reference.forward();
    this.undoPace = reference.backward();
    this.scene = scene;
    this.evidence = new Evidence(scene.home().resolve("state"));
    this.reader = new Shell(scene.home());
    this.writesBefore = stage.deploymentWrites();
  }

  Result run() {
    var last = Next.START;
    for (var next = Next.START; next != Next.NOTHING; ) {
      last = next;
      next = process(next);
    }
    var end = judge(last);
    var further = stage.deploymentWrites() - writesBefore - stage.changes();
    return new Result(
        end,
        deaths,
        tooLate,
        takenOver,
        further,
        violations,
        story,
        reference.paced(runPace, undoPace));
  }

  private Next process(Next now) {
    if (now == Next.UNDO && forward.isEmpty()) {
      forward = Optional.of(stage.changes());
    }
    var found = evidence.entries().size();
    var strike = strike(now);
    var ended = stage.run(program.command(words(now)), scene.home(), strike);
    if (ended.exit() == Child.KILLED) {
      return afterDeath(now, evidence.death(found), ended);
    }
    if (strike.isPresent()) {
      tooLate++;
      tooEarly = false;
    }
    learn(now, ended);
    story.add("%s ended with %d".formatted(String.join(" ", words(now)), ended.exit()));
    if (heldByADeadProcess(now, ended)) {
      takenOver = true;
      return Next.START;
    }
    if (ended.exit() != expected(now) && !leaves(now, ended.exit())) {
      add(
          Violation.Kind.COMMAND,
          String.join(" ", words(now)) + " ended with " + ended.exit() + ":\n" + ended.screen());
    }
    return now == Next.START && evidence.run().isPresent() && random.nextBoolean()
        ? Next.UNDO
        : Next.NOTHING;
  }

  /**
   * A process that died between taking the lease of the target and the first event of its run has
   * left nothing to resume, and for a while it looks alive: then a person takes the target over.
   */
  private boolean heldByADeadProcess(Next now, Stage.Ended ended) {
    return now == Next.START
        && !takenOver
        && ended.exit() == REFUSED
        && deaths.stream().anyMatch(death -> death.where() == Evidence.Where.BEFORE)
        && evidence.run().isEmpty()
        && ended.screen().contains("--take-over asks");
  }

  /** Where steps have no undo, as was foretold, and were done, a person is told of them. */
  private boolean leaves(Next now, int exit) {
    var undoing = evidence.run().flatMap(RunState::undoing).isPresent();
    return reference.left().isPresent()
        && (now == Next.UNDO || undoing)
        && exit == reference.undoExit();
  }

  /** Whoever resumes a run that is being taken back is told that it was. */
  private int expected(Next now) {
    var undoing = evidence.run().flatMap(RunState::undoing).isPresent();
    return now == Next.RESUME && undoing ? UNDONE : 0;
  }

  private void learn(Next now, Stage.Ended ended) {
    ended
        .pace()
        .ifPresent(
            measured -> {
              if (now == Next.UNDO) {
                undoPace = undoPace.with(measured);
              } else if (now == Next.START) {
                runPace = runPace.with(measured);
              }
            });
  }

  private List<String> words(Next now) {
    return switch (now) {
      case START -> {
        var words = new ArrayList<>(stage.command(drill.scenario(), drill.fault()));
        if (takenOver) {
          words.add("--take-over");
        }
        yield words;
      }
      case RESUME -> List.of("resume");
      case UNDO -> List.of("undo", "latest", "--yes");
      case NOTHING -> throw new IllegalStateException("nothing is no command");
    };
  }

  /**
   * When the next process is killed: the first always, the following ones sometimes. One that takes
   * the place of a process that died before it had recorded anything is killed later than that.
   */
  private Optional<Pace.Strike> strike(Next now) {
    if (now != Next.START && !tooEarly) {
      if (followingKills >= MOST_FOLLOWING_KILLS || random.nextInt(4) == 0) {
        return Optional.empty();
      }
      followingKills++;
    }
    var pace = now == Next.UNDO ? undoPace : runPace;
    // Before its first event a process has nothing to lose: mostly it dies later than that.
    var within = tooEarly || random.nextInt(4) > 0;
    return Optional.of(within ? pace.strikeWithin(random) : pace.strike(random));
  }

  private Next afterDeath(Next now, Evidence.Death death, Stage.Ended ended) {
    deaths.add(death);
    tooEarly = death.where() == Evidence.Where.BEFORE;
    story.add(
        "%s killed after %d ms: %s"
            .formatted(String.join(" ", words(now)), ended.took().toMillis(), death));
    examine();
    return switch (death.where()) {
      case BEFORE -> now;
      case AFTER -> now == Next.START && random.nextBoolean() ? Next.UNDO : Next.NOTHING;
      case WITHIN -> afterDeathWithin(now);
    };
  }

  /** Mostly as it was begun, at first as likely forwards as back. */
  private Next afterDeathWithin(Next now) {
    var other = random.nextInt(4) == 0;
    return switch (now) {
      case START -> random.nextBoolean() ? Next.RESUME : Next.UNDO;
      case RESUME -> other ? Next.UNDO : Next.RESUME;
      case UNDO -> other ? Next.RESUME : Next.UNDO;
      case NOTHING -> Next.NOTHING;
    };
  }

  /** Between two processes: what is recorded is whole, can be read, and is so. */
  private void examine() {
    evidence.damages().forEach(damage -> add(Violation.Kind.EVIDENCE, damage));
    var run = evidence.run();
    read("runs");
    if (run.isPresent()) {
      read("status", run.get().run());
      read("evidence", "verify", run.get().run());
      violations.addAll(Claims.check(run.get(), stage.observe(scene, 0)));
    } else if (stage.changes() > 0) {
      add(Violation.Kind.UNRECORDED, "something was changed, and no run is recorded");
    }
  }

  private void read(String... words) {
    var result = reader.run(words);
    if (result.exit() != 0) {
      add(
          Violation.Kind.EVIDENCE,
          String.join(" ", words)
              + " ended with "
              + result.exit()
              + ":\n"
              + result.out()
              + result.err());
    }
  }

  /** How it has ended, which the last command and the run's record must agree upon. */
  private String judge(Next last) {
    examine();
    if (evidence.run().isEmpty()) {
      add(Violation.Kind.COMMAND, "there is no run in the end: " + story);
      return "refused";
    }
    var run = evidence.run().get();
    var undone = last == Next.UNDO || run.undoing().isPresent();
    var seen = stage.observe(scene, forward.orElseGet(stage::changes));
    if (undone) {
      said(run, Outcome.UNDONE, run.mayHaveChanged() || run.undoing().isPresent());
      violations.addAll(Judge.undone(reference, seen, stage.service(seen::asBefore)));
      return seen.forward() == 0 && seen.count("del").isEmpty()
          ? "undone, nothing was changed yet"
          : "undone";
    }
    said(run, Outcome.SUCCEEDED, true);
    violations.addAll(Judge.healed(reference, seen, stage.service(reference.service()::equals)));
    stage.remains(drill.fault()).ifPresent(what -> add(Violation.Kind.END_STATE, what));
    return "healed";
  }

  private void said(RunState run, Outcome wanted, boolean must) {
    var outcome = run.ended().map(ended -> ended.outcome());
    var left = wanted == Outcome.UNDONE && reference.left().isPresent();
    if (!left && (outcome.isEmpty() ? must : outcome.get() != wanted)) {
      add(
          Violation.Kind.COMMAND,
          "the run says that it ended as %s, and should be %s".formatted(outcome, wanted));
    }
  }

  private void add(Violation.Kind kind, String what) {
    violations.add(new Violation(kind, what));
  }
}
