package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.cli.Shell;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.BlobRef;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.scenario.ScenarioReader;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The journals that every released version has left behind are read, gone on with and reported as
 * on the day they were written. A set of another version enters by being there; see {@link
 * ReleasedJournals}.
 */
class ReleasedJournalsTest {
  @TempDir private Path home;

  /** A case, in a home of its own. */
  private record Given(Shell shell, JournalStore store, String run, RunState state) {}

  /** {@code version/case}, of every version. */
  static Stream<String> cases() throws IOException {
    var cases = new ArrayList<String>();
    for (var version : Durable.names(ReleasedJournals.SETS)) {
      Durable.names(ReleasedJournals.SETS.resolve(version))
          .forEach(name -> cases.add(version + "/" + name));
    }
    return cases.stream();
  }

  @Test
  void theFirstReleasedFormatIsThereWithEveryCase() throws IOException {
    assertThat(cases().filter(c -> c.startsWith("0.1.0/"))).hasSize(18);
  }

  /** Puts a case where its run would be. */
  private Given given(String name) throws IOException {
    var kept = ReleasedJournals.SETS.resolve(name);
    var run = run(name);
    var shell = new Shell(home);
    var directory = shell.state().resolve("rollback/runs").resolve(run);
    Durable.createDirectories(directory);
    for (var file : Durable.names(kept)) {
      if (!file.equals(ReleasedJournals.EXPECTED)) {
        Files.copy(kept.resolve(file), directory.resolve(file));
      }
    }
    var store = Stores.at(shell.state().resolve("rollback"));
    return new Given(shell, store, run, RunState.of(store.read(run)));
  }

  private static String run(String name) throws IOException {
    var line = expected(name).lines().filter(l -> l.startsWith("run: ")).findFirst().orElseThrow();
    return line.substring("run: ".length());
  }

  private static String expected(String name) throws IOException {
    return Files.readString(ReleasedJournals.SETS.resolve(name).resolve(ReleasedJournals.EXPECTED));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itSaysWhatItSaid(String name) throws IOException {
    var given = given(name);
    assertThat(given.store().verify(given.run()).intact()).isTrue();
    assertThat(JournalFacts.of(given.store(), given.run())).isEqualTo(expected(name));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatAnUndoNeedsOfItIsUnderstood(String name) throws IOException {
    var given = given(name);
    var plan = given.state().plan();
    var catalog = given.shell().catalog();
    for (var step : given.state().toUndo()) {
      var kept = step.kept().orElseThrow();
      understood(catalog, plan, step, kept.before());
      understood(catalog, plan, step, kept.after());
      kept.content().ifPresent(blob -> readToItsEnd(given, blob));
    }
    assertThat(new ScenarioReader(catalog, home).parse(new SourceFile(plan.runbook(), plan.text())))
        .as("resume and undo bind the steps anew, from the text of the runbook")
        .isInstanceOf(Checked.Valid.class);
  }

  /** Read with today's form of the state, and written again as it was. */
  private static void understood(Catalog catalog, Plan plan, StepState step, JsonNode state) {
    var planned = plan.all().filter(p -> p.id().equals(step.id())).findFirst().orElseThrow();
    var action =
        switch (planned) {
          case PlannedStep.Change c -> c.action();
          case PlannedStep.Deferred d -> d.action();
          case PlannedStep p -> throw new AssertionError("no move has kept a state: " + p);
        };
    var type = catalog.find(action).orElseThrow().type();
    if (!(type instanceof StepType.ActionType<?, ?, ?, ?> move)) {
      throw new AssertionError("no action any more: " + type);
    }
    assertThat(rewritten(Codec.of(move.state()), state)).isEqualTo(state);
  }

  private static <S> JsonNode rewritten(Codec<S> codec, JsonNode state) {
    return codec.encode(codec.decode(state));
  }

  private static void readToItsEnd(Given given, BlobRef blob) {
    var entries = new ArrayList<byte[]>();
    given.store().read(given.run(), blob).forEach(entries::add);
    assertThat(entries).hasSize((int) blob.entries()).noneMatch(e -> e.length == 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsGoneOnWith(String name) throws IOException {
    var given = given(name);
    var store = given.store();
    var before = store.readIntact(given.run());
    try (var journal = store.open(given.run())) {
      var appended = journal.append(new RunEvent.Resumed("bob", "host-2", "later", List.of()));
      assertThat(appended.previous()).isEqualTo(before.head());
      journal.append(new RunEvent.UndoStarted("asked for", "bob", List.of()));
    }
    var later = store.read(given.run());
    assertThat(later).startsWith(before.entries().toArray(JournalEntry[]::new));
    assertThat(later).hasSize(before.entries().size() + 2);
    assertThat(store.verify(given.run()).intact()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsShown(String name) throws IOException {
    var given = given(name);
    var scenario = given.state().plan().scenario();
    for (var line :
        List.of(
            "runs",
            "runs --output json",
            "status",
            "status --output json",
            "report",
            "report --format json",
            "report --format markdown",
            "report --format junit",
            "evidence verify")) {
      var result = given.shell().run(line.split(" "));
      assertThat(result.exit()).as(line + "\n" + result.err()).isZero();
      assertThat(result.out()).as(line).containsAnyOf(given.run(), scenario);
      assertThat(result.err()).as(line).isEmpty();
    }
  }
}
