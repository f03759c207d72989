package dev.rollback.journal;

import dev.rollback.cli.ExitCode;
import dev.rollback.drill.Production;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Makes the set of journals that a released version leaves behind: {@code
 * src/test/resources/journals/<version>/<case>/}, each with what its record says. They are made
 * once for each release, by {@code scripts/journals}, and never again: {@link ReleasedJournalsTest}
 * holds every later version to them.
 */
public final class ReleasedJournals {
  /** Where the sets are. */
  static final Path SETS = Path.of("src/test/resources/journals");

  /** What a case's record says, in its directory. */
  static final String EXPECTED = "expected.txt";

  private ReleasedJournals() {}

  /** Makes the set of this version. */
  public static void main(String[] args) throws IOException {
    // A package has the version of the jar that its first class comes from: not one of the tests'.
    if (ExitCode.OK.code() != 0) {
      throw new IllegalStateException("the exit codes have changed");
    }
    var seen = new LinkedHashSet<Class<?>>();
    for (var incident : Incidents.all().entrySet()) {
      try (var production = new Production()) {
        var here = new Incidents(production, Files.createTempDirectory("home"));
        incident.getValue().happen(here);
        seen.addAll(keep(incident.getKey(), here));
      }
    }
    var missing = new LinkedHashSet<>(Samples.leaves(RunEvent.class));
    missing.removeAll(seen);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no case shows " + missing + ": add one to Incidents");
    }
  }

  /** Copies the record of a run, and writes down what it says; the kinds of its events. */
  private static Set<Class<?>> keep(String name, Incidents here) throws IOException {
    var store = Stores.at(here.state());
    var run = here.directory().getFileName().toString();
    var state = RunState.of(store.readIntact(run).entries());
    var version = state.started().version();
    if (!version.matches("\\d+\\.\\d+\\.\\d+")) {
      throw new IllegalStateException("version " + version + " is none: see scripts/journals");
    }
    var kept = Files.createDirectories(SETS.resolve(version)).resolve(name);
    Files.createDirectory(kept);
    for (var file : Durable.names(here.directory())) {
      if (file.equals(JournalStore.JOURNAL) || RunFiles.blob(file) || RunFiles.torn(file)) {
        Files.copy(here.directory().resolve(file), kept.resolve(file));
      }
    }
    Files.writeString(kept.resolve(EXPECTED), JournalFacts.of(store, run));
    var events = new LinkedHashSet<Class<?>>();
    state.timeline().forEach(e -> events.add(e.event().getClass()));
    return events;
  }
}
