package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.drill.Production;
import dev.rollback.run.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where log lines go, what is in them, and that nothing depends on them. */
class LogsTest {
  private static final String RUN = "20260115-0300-0001";

  @TempDir private Path home;
  private final List<List<Diagnostic>> told = new ArrayList<>();
  private final Redactor redactor = new Redactor();
  private final StringBuilder lines = new StringBuilder();
  private Optional<Production> production = Optional.empty();

  @AfterEach
  void close() {
    production.ifPresent(Production::close);
  }

  private void log(LogSink.Levels levels) {
    try (var _ = LogSink.open(levels, redactor, lines::append)) {
      var ours = LoggerFactory.getLogger("dev.rollback.some.Part");
      ours.debug("ours debug");
      ours.info("ours info");
      var theirs = LoggerFactory.getLogger("io.lettuce.core.Part");
      theirs.debug("theirs debug");
      theirs.info("theirs info");
      theirs.warn("theirs warn");
    }
  }

  @Test
  void librariesNeedMoreToBeHeard() {
    log(LogSink.Levels.verbose(1));
    assertThat(lines.toString())
        .contains("ours info", "theirs warn")
        .doesNotContain("debug", "theirs info");
    lines.setLength(0);
    log(LogSink.Levels.FILE);
    assertThat(lines.toString())
        .contains("ours debug", "theirs info")
        .doesNotContain("theirs debug");
  }

  @Test
  void whereNothingIsOpenNothingIsLogged() {
    log(LogSink.Levels.FILE);
    lines.setLength(0);
    LoggerFactory.getLogger("dev.rollback.some.Part").error("to nobody");
    assertThat(lines).isEmpty();
    assertThat(LoggerFactory.getLogger("dev.rollback.some.Part").isErrorEnabled()).isFalse();
  }

  @Test
  void aSecretIsMaskedAlsoInACauseAndAnEntryBeginsALine() {
    redactor.learn(Sensitive.of("correct horse"));
    try (var _ = LogSink.open(LogSink.Levels.FILE, redactor, lines::append)) {
      LoggerFactory.getLogger("io.lettuce.core.Part")
          .warn("a\nb correct horse", new IllegalStateException("correct horse"));
    }
    assertThat(lines.toString()).doesNotContain("correct horse").contains("a\n    b ***", "***");
    assertThat(lines.toString().lines().filter(l -> l.startsWith("20"))).hasSize(1);
  }

  @Test
  void aFileIsForItsOwnerAndGoesOnAtItsEnd() throws IOException {
    var path = home.resolve("log");
    for (var text : List.of("one\n", "two\n")) {
      try (var file = LogFile.open(path, told::add)) {
        file.write(text);
      }
    }
    assertThat(path).hasContent("one\ntwo");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(told).isEmpty();
  }

  @Test
  void aFullDiskIsToldOnce() {
    try (var file = LogFile.open(Path.of("/dev/full"), told::add)) {
      file.write("one\n");
      file.write("two\n");
    }
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().getFirst().message()).contains("/dev/full", "No space left");
  }

  @Test
  void aFileThatIsALinkIsNotFollowed() throws IOException {
    var elsewhere = Files.writeString(home.resolve("elsewhere"), "theirs");
    var link = Files.createSymbolicLink(home.resolve("log"), elsewhere);
    try (var file = LogFile.open(link, told::add)) {
      file.write("ours\n");
    }
    assertThat(elsewhere).hasContent("theirs");
    assertThat(told).hasSize(1);
  }

  @Test
  void aRunHasALogAndGoesOnWithoutOne() throws IOException {
    var live = new Production();
    production = Optional.of(live);
    var stage = new OutputCase.Stage(home, live);
    var result = stage.shell().run("scenario", "tune", "--yes", "-v");
    assertThat(result.exit()).as(result.err()).isZero();
    var log = Files.readString(home.resolve("state/rollback/runs").resolve(RUN).resolve("log"));
    assertThat(log).contains(" INFO ", " run " + RUN + " begins", "limit: done");
    assertThat(result.err()).contains(" INFO ", "limit: done").doesNotContain(" DEBUG ");
    assertThat(result.out()).doesNotContain(" INFO ");

    var quiet = stage.shell().run("undo", "latest", "--yes");
    assertThat(quiet.err()).isEmpty();

    var script = new dev.rollback.console.ScriptedConsole(redactor);
    var world =
        stage
            .shell()
            .world(new dev.rollback.console.UnattendedConsole(script))
            .with(journal -> blocked(journal));
    assertThat(Main.run(world, "scenario", "tune", "--yes")).as(script.err()).isZero();
    assertThat(script.err()).containsOnlyOnce("is not written any more");
  }

  /** Something else is where the log would be. */
  private Journal blocked(Journal journal) {
    try {
      var runs = home.resolve("state/rollback/runs");
      try (var all = Files.list(runs)) {
        var newest = all.max(java.util.Comparator.comparing(Path::toString)).orElseThrow();
        Files.createDirectories(newest.resolve("log"));
      }
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
