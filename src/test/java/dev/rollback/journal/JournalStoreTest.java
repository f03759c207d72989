package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {
  @TempDir Path state;

  @Test
  void everyEventIsReadBackAsItWasAppended() {
    var events = Samples.events();
    var classes = new HashSet<Class<?>>();
    events.forEach(e -> classes.add(e.getClass()));
    assertThat(classes).isEqualTo(Samples.leaves(RunEvent.class));
    var steps = new HashSet<Class<?>>();
    Samples.plan().all().forEach(s -> steps.add(s.getClass()));
    assertThat(steps).isEqualTo(Samples.leaves(PlannedStep.class));

    var store = Stores.at(state);
    List<JournalEntry> written;
    try (var journal = store.create("r-1")) {
      events.forEach(journal::append);
      written = journal.entries();
    }
    assertThat(Stores.events(written)).isEqualTo(events);
    assertThat(store.read("r-1")).isEqualTo(written);
    assertThat(written)
        .extracting(JournalEntry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
  }

  @Test
  void aLineIsAsTheFormatSaysAndItsHashStandsInTheNext() throws Exception {
    Stores.record(
        Stores.at(state, Clock.fixed(Samples.AT, ZoneOffset.UTC)),
        "r-1",
        new RunEvent.Written("a"),
        new RunEvent.Written("\u00e4"));

    assertThat(Files.readString(Stores.journal(state, "r-1")))
        .isEqualTo(
            """
            {"format":1,"seq":1,"at":"2026-11-21T22:03:10.123456789Z",\
            "event":{"type":"written","step":"a"},\
            "previous":"0000000000000000000000000000000000000000000000000000000000000000",\
            "crc":"f66046ef"}
            {"seq":2,"at":"2026-11-21T22:03:10.123456789Z",\
            "event":{"type":"written","step":"\\u00E4"},\
            "previous":"97faf1cd149d0cf970c83095fcc530bff603fe08ab4a3bee5e58fab1c32726e9",\
            "crc":"69f7e394"}
            """);
  }

  @Test
  void aRunGoesOnInTheNextProcessAndTheClockMayGoBack() {
    Stores.record(Stores.at(state), "r-1", Samples.started("r-1"));
    var early = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    try (var journal = Stores.at(state, early).open("r-1")) {
      journal.append(new RunEvent.Resumed("bob", "host-2", "1", List.of()));
      assertThat(journal.entries()).hasSize(2);
    }
    assertThat(Stores.at(state).read("r-1"))
        .extracting(JournalEntry::event)
        .containsExactly(
            Samples.started("r-1"), new RunEvent.Resumed("bob", "host-2", "1", List.of()));
  }

  @Test
  void entriesOfManyThreadsStandInOneChain() throws Exception {
    try (var journal = Stores.at(state).create("r-1");
        var threads = Executors.newFixedThreadPool(8)) {
      var tasks =
          IntStream.range(0, 200)
              .<java.util.concurrent.Callable<Boolean>>mapToObj(
                  i ->
                      () -> {
                        journal.append(new RunEvent.StepStarted("s", i));
                        return true;
                      })
              .toList();
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(Stores.at(state).read("r-1"))
        .extracting(e -> ((RunEvent.StepStarted) e.event()).attempt())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void anInterruptedThreadStillRecords() {
    var store = Stores.at(state);
    try {
      Thread.currentThread().interrupt();
      try (var journal = store.create("r-1")) {
        journal.append(new RunEvent.Interrupted("SIGTERM"));
        journal.keep("s", sink -> sink.put(new byte[] {1}));
        journal.append(new RunEvent.Written("s"));
      }
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(store.read("r-1")).hasSize(2);
  }

  @Test
  void secretsAreMaskedInTheReadingsOfACheck() throws Exception {
    var redactor = new Redactor();
    redactor.learn(Sensitive.of("hunter22"));
    var sample =
        new CheckSamples.Sample(
            Samples.AT, Verdict.FAIL, Samples.json("{'said':'it was hunter22','n':7}"));
    var samples =
        new CheckSamples(Optional.empty(), Optional.empty(), Map.of(), List.of(sample, sample));
    var store = Stores.at(state, Clock.systemUTC(), redactor);
    Stores.record(
        store,
        "r-1",
        new RunEvent.CheckRead("c", Samples.check(Verdict.FAIL), Optional.of(samples)));

    assertThat(Files.readString(Stores.journal(state, "r-1")))
        .doesNotContain("hunter22")
        .contains("it was ***");
    assertThat(((RunEvent.CheckRead) Stores.events(store.read("r-1")).getFirst()).samples())
        .hasValueSatisfying(
            read ->
                assertThat(read.kept())
                    .extracting(CheckSamples.Sample::values)
                    .containsOnly(Samples.json("{'said':'it was ***','n':7}")));
  }

  @Test
  void secretsAreMaskedInTextsButNoWordOfTheFormatIs() throws Exception {
    var redactor = new Redactor();
    for (var secret : List.of("hunter22", "changed", "step-done", "abab", "type")) {
      redactor.learn(Sensitive.of(secret));
    }
    var store = Stores.at(state, Clock.systemUTC(), redactor);
    Stores.record(
        store, "r-1", new RunEvent.StepDone("abab", RunEvent.Done.CHANGED, "it was hunter22"));

    assertThat(Files.readString(Stores.journal(state, "r-1"))).doesNotContain("hunter22");
    assertThat(Stores.events(store.read("r-1")))
        .containsExactly(new RunEvent.StepDone("abab", RunEvent.Done.CHANGED, "it was ***"));
  }

  @Test
  void aStateWithASecretInItIsRefusedForUndoWouldWriteTheMask() throws Exception {
    var redactor = new Redactor();
    redactor.learn(Sensitive.of("hunter22"));
    var store = Stores.at(state, Clock.systemUTC(), redactor);
    var before = Samples.json("{'list':['x hunter22']}");
    try (var journal = store.create("r-1")) {
      var kept = new RunEvent.BeforeKept("abab", before, before, Optional.empty());
      assertThatThrownBy(() -> journal.append(kept))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("'abab' holds a secret")
          .hasMessageNotContaining("hunter22");
      assertThat(journal.entries()).isEmpty();
    }
    assertThat(Files.readString(Stores.journal(state, "r-1"))).isEmpty();
  }

  @Test
  void everythingIsPrivateFromTheStart() throws Exception {
    var nested = state.resolve("a/b");
    var store = Stores.at(nested);
    try (var journal = store.create("r-1")) {
      journal.append(new RunEvent.Written("a"));
      journal.keep("s", sink -> sink.put(new byte[3]));
    }
    try (var all = Files.walk(state.resolve("a"))) {
      for (var path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aStateDirectoryThatOthersCanWriteIsRefusedWithTheCommandThatMendsIt() throws Exception {
    Stores.record(Stores.at(state), "r-1", new RunEvent.Written("a"));
    for (var mode : List.of("rwxrwx---", "rwx----w-")) {
      Files.setPosixFilePermissions(state, PosixFilePermissions.fromString(mode));
      var store = Stores.at(state);
      assertThatThrownBy(() -> store.create("r-2"))
          .isInstanceOfSatisfying(
              SystemException.class,
              e -> assertThat(e.advice()).contains("Run: chmod go-w '" + state + "'"));
      assertThatThrownBy(() -> store.open("r-1")).isInstanceOf(SystemException.class);
      assertThat(Files.exists(state.resolve("runs/r-2"))).isFalse();
    }
  }

  @Test
  void theStateDirectoryIsWhereTheXdgSpecificationSays() {
    assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")))
        .isEqualTo(Path.of("/s/rollback"));
    assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "relative", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.local/state/rollback"));
    assertThatThrownBy(() -> StateDirectory.of(Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("XDG_STATE_HOME");
  }

  @Test
  void runsAreListedNewestFirstAndNamedByTheirBeginning() throws Exception {
    assertThat(Stores.at(state).list()).isEmpty();
    assertThatThrownBy(() -> Stores.at(state).resolve("latest")).isInstanceOf(UserException.class);
    for (var run : List.of("b-22", "a-11", "a-12")) {
      var clock =
          Clock.fixed(
              Samples.AT.plus(Duration.ofHours(run.equals("a-11") ? 9 : 1)), ZoneOffset.UTC);
      Stores.record(Stores.at(state, clock), run, Samples.started(run), new RunEvent.Written(run));
    }
    Files.createDirectory(state.resolve("runs/died-before-its-journal"));
    var store = Stores.at(state);

    assertThat(store.list()).extracting(RunSummary::run).containsExactly("a-11", "b-22", "a-12");
    assertThat(store.list().getFirst().first().orElseThrow().event())
        .isEqualTo(Samples.started("a-11"));
    assertThat(store.list().getFirst().last().orElseThrow().event())
        .isEqualTo(new RunEvent.Written("a-11"));
    assertThat(store.resolve("latest")).isEqualTo("a-11");
    assertThat(store.resolve("b")).isEqualTo("b-22");
    assertThat(store.resolve("a-12")).isEqualTo("a-12");
    assertThatThrownBy(() -> store.resolve("a"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("a-11, a-12");
    for (var none : List.of("", "zz", "../runs/a-11", "died-before-its-journal")) {
      assertThatThrownBy(() -> store.resolve(none)).as(none).isInstanceOf(UserException.class);
      assertThatThrownBy(() -> store.read(none)).as(none).isInstanceOf(UserException.class);
    }
  }

  @Test
  void aRunIsCreatedOnce() {
    var store = Stores.at(state);
    Stores.record(store, "r-1", new RunEvent.Written("a"));
    assertThatThrownBy(() -> store.create("r-1"))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("there is a run r-1 already");
    assertThat(store.read("r-1")).hasSize(1);
    assertThatThrownBy(() -> store.create("../r")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedJournalTakesNothing() {
    var store = Stores.at(state);
    var journal = store.create("r-1");
    journal.close();
    journal.close();
    assertThatThrownBy(() -> journal.append(new RunEvent.Written("a")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("it was closed");
    assertThatThrownBy(() -> journal.keep("s", _ -> {})).isInstanceOf(SystemException.class);
  }
}
