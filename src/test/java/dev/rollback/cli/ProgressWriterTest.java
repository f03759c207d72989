package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.ProgressFile;
import dev.rollback.journal.Writer;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Progress;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says beside its journal of the steps in hand. */
class ProgressWriterTest {
  private static final Instant NOW = Instant.parse("2026-02-13T03:12:07Z");
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path state;
  private ProgressFile file;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void begin() {
    var store =
        new JournalStore(state, new Writer("alice", "ops-1", 7), Clock.systemUTC(), new Redactor());
    store.create("r-1").close();
    file = store.progress("r-1");
  }

  private Path path() {
    return state.resolve("runs/r-1/progress.json");
  }

  private ProgressWriter open() {
    return ProgressWriter.open(file, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static JournalEntry entry(long seq, RunEvent event) {
    return new JournalEntry(seq, NOW, event, "");
  }

  private static StepProgress said(String step, long since, String text) {
    return new StepProgress(step, since, NOW, new Progress.Said(text));
  }

  private void awaitSaid(StepProgress... said) {
    await().atMost(SOON).untilAsserted(() -> assertThat(file.read()).containsExactly(said));
  }

  private void awaitNothing() {
    await().atMost(SOON).untilAsserted(() -> assertThat(path()).doesNotExist());
  }

  @Test
  void itIsThereAsLongAsAStepIsInHand() {
    try (var writer = open()) {
      writer.recorded(entry(2, new RunEvent.StepStarted("a", 1)));
      writer.progress("a", "1 of 3");
      awaitSaid(said("a", 2, "1 of 3"));
      writer.recorded(entry(3, new RunEvent.Written("a")));
      writer.progress("a", "2 of 3");
      awaitSaid(said("a", 2, "2 of 3"));
      writer.recorded(entry(4, new RunEvent.StepDone("a", RunEvent.Done.CHANGED, "")));
      awaitNothing();
      writer.recorded(entry(5, new RunEvent.UndoBegan("a")));
      writer.progress("a", "1 of 1");
      awaitSaid(said("a", 5, "1 of 1"));
    }
    assertThat(path()).doesNotExist();
  }

  @Test
  void stepsThatRunAtTheSameTimeAreAllThere() {
    try (var writer = open()) {
      writer.recorded(entry(2, new RunEvent.StepStarted("a", 1)));
      writer.recorded(entry(3, new RunEvent.StepStarted("b", 1)));
      writer.progress("a", "1 of 3");
      writer.progress("b", "1 of 7");
      awaitSaid(said("a", 2, "1 of 3"), said("b", 3, "1 of 7"));
      writer.recorded(entry(4, new RunEvent.StepFailed("a", 1, "", "", false)));
      awaitSaid(said("b", 3, "1 of 7"));
    }
  }

  @Test
  void ofWhatIsNotInHandNothingIsSaid() {
    try (var writer = open()) {
      writer.progress("watch", "the journal takes nothing more");
      writer.recorded(entry(2, new RunEvent.StepStarted("a", 1)));
      writer.progress("b", "1 of 7");
      writer.progress("a", "1 of 3");
      awaitSaid(said("a", 2, "1 of 3"));
    }
  }

  @Test
  void whatAnotherProcessHasLeftIsRemoved() throws IOException {
    file.write(List.of(said("a", 2, "1 of 3")));
    try (var _ = open()) {
      assertThat(path()).doesNotExist();
    }
  }

  @Test
  void whereItCannotBeWrittenItIsGivenUpAndTheLogSaysSoOnce() throws IOException {
    try (var _ = LogSink.open(LogSink.Levels.FILE, new Redactor(), lines::add);
        var writer = open()) {
      writer.recorded(entry(2, new RunEvent.StepStarted("a", 1)));
      writer.progress("a", "1 of 3");
      awaitSaid(said("a", 2, "1 of 3"));
      Files.delete(path());
      Files.createDirectories(path().resolve("occupied"));
      writer.progress("a", "2 of 3");
      await().atMost(SOON).until(() -> !lines.isEmpty());
      Files.delete(path().resolve("occupied"));
      Files.delete(path());
      writer.progress("a", "3 of 3");
    }
    assertThat(path()).doesNotExist();
    assertThat(lines)
        .filteredOn(line -> line.contains("not told any more"))
        .singleElement()
        .asString()
        .contains("DEBUG");
  }

  /** Also when the run's whole directory is gone. */
  @Test
  void aRunHearsNothingOfIt() throws IOException {
    try (var writer = open()) {
      Files.move(state.resolve("runs"), state.resolve("moved"));
      writer.recorded(entry(2, new RunEvent.StepStarted("a", 1)));
      for (var i = 0; i < 1000; i++) {
        writer.progress("a", i + " of 1,000");
      }
      writer.recorded(entry(3, new RunEvent.StepDone("a", RunEvent.Done.CHANGED, "")));
    }
    assertThat(state.resolve("moved/r-1/progress.json")).doesNotExist();
  }
}
