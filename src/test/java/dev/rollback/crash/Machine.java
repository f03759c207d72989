package dev.rollback.crash;

import dev.rollback.cli.InProcess;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.faults.Faults;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Verification;
import dev.rollback.journal.Writer;
import dev.rollback.lease.Leasing;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The machine of the person on call: a home, a state directory with at most one run, and command
 * lines, each a process of its own that may die.
 */
public final class Machine {
  private final Stage stage;
  private final Path home;
  private final Path runbooks;
  private Person.Manner manner = Person.Manner.STOPS;
  private Clock clock = Clock.systemUTC();
  private int runs = 1;

  /**
   * How a process ended.
   *
   * @param exit its exit code; empty where it died
   * @param seen what was shown and typed
   */
  public record End(OptionalInt exit, String seen, List<String> asked) {}

  /** One whose person stops a run that asks how to go on. */
  public Machine(Stage stage, Path home, Path runbooks) {
    this.stage = stage;
    this.home = home;
    this.runbooks = runbooks;
    stage.configure(home);
  }

  /** From now on its person leaves to the runbook what becomes of a step that fails. */
  public Machine undecided() {
    manner = Person.Manner.LEAVES_IT;
    return this;
  }

  /** From now on it has this clock. */
  public void setClock(Clock other) {
    clock = other;
  }

  /** Runs a command line on a good network. */
  public End run(BooleanSupplier wasDone, String... line) {
    return run(Mortality.none(), _ -> {}, wasDone, line);
  }

  /** Runs a command line in a network that has these faults. */
  public End run(Function<Wire, Faults> network, BooleanSupplier wasDone, String... line) {
    return run(Mortality.none(), network, _ -> {}, wasDone, line);
  }

  /** Runs a command line. */
  End run(Mortality mortality, String... line) {
    return run(mortality, _ -> {}, () -> false, line);
  }

  /**
   * Runs a command line.
   *
   * @param appended is told of every event that is on disk
   * @param wasDone what the person finds who looks whether something was done
   */
  End run(
      Mortality mortality, Consumer<RunEvent> appended, BooleanSupplier wasDone, String... line) {
    return run(mortality, wire -> wire.mortal(mortality), appended, wasDone, line);
  }

  private End run(
      Mortality mortality,
      Function<Wire, Faults> network,
      Consumer<RunEvent> appended,
      BooleanSupplier wasDone,
      String... line) {
    var redactor = new Redactor();
    var person = new Person(redactor, mortality, manner, wasDone);
    var stop = new Haste(mortality);
    mortality.whenReached(
        () -> {
          switch (mortality.manner()) {
            case DEATH -> stage.disconnect();
            case STOP -> stop.stop("SIGINT");
          }
        });
    stage.belongTo(network);
    var process =
        new InProcess(
            Map.of(
                "HOME", home.toString(),
                "XDG_STATE_HOME", home.resolve("state").toString(),
                "ROLLBACK_RUNBOOKS", runbooks.toString()),
            home,
            person,
            redactor,
            clock,
            id(),
            stop,
            real -> new MortalJournal(real, directory(), mortality, appended));
    return end(process, person, mortality, line);
  }

  private static End end(InProcess process, Person person, Mortality mortality, String... line) {
    OptionalInt exit;
    try {
      exit = OptionalInt.of(process.run(line));
    } catch (Death _) {
      exit = OptionalInt.empty();
    }
    // A thread that was cut off from everything may come to an end of its own.
    return new End(mortality.isDead() ? OptionalInt.empty() : exit, person.seen(), person.asked());
  }

  /** The id of the next run, until it has recorded something. */
  private String id() {
    return "20260115-0300-%04d".formatted(runs);
  }

  /**
   * A run that has recorded nothing is none: the next one needs an id of its own, and has to wait
   * until the dead process does not count as alive any more.
   */
  public void startAnew() {
    runs++;
    clock = Clock.offset(clock, Leasing.LASTS.plusSeconds(1));
  }

  private Path state() {
    return home.resolve("state").resolve("rollback");
  }

  private Path directory() {
    return state().resolve("runs").resolve(id());
  }

  private JournalStore store() {
    return new JournalStore(
        state(), new Writer("somebody", "elsewhere", 1), Clock.systemUTC(), new Redactor());
  }

  /** Whether anything was recorded. */
  public boolean hasRun() {
    return Files.exists(directory().resolve("journal.jsonl")) && !entries().isEmpty();
  }

  private List<JournalEntry> entries() {
    return store().readIntact(id()).entries();
  }

  /** What the journal tells. */
  public RunState told() {
    return RunState.of(entries());
  }

  /** What is wrong with the journal and what belongs to it. */
  public Verification verified() {
    return store().verify(id());
  }

  /** Keeps the state directory in another one. */
  void copyTo(Path copy) {
    copy(home.resolve("state"), copy.resolve("state"));
  }

  /** Has a state directory as it was kept. */
  public void copyFrom(Path copy) {
    copy(copy.resolve("state"), home.resolve("state"));
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its directory. */
  public Path home() {
    return home;
  }

  /** A directory that somebody removes later. */
  public static Path temporary(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a directory and all that is in it. */
  public static void remove(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
