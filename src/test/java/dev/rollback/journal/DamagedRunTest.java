package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Production;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A record that is not as it was written: every command names the file and the entry, shows what is
 * intact, and overwrites nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedRunTest {
  private static final String TEMPORARY =
      """
      apiVersion: rollback/v1
      scenario: clean
      title: Keys that have to go for half an hour
      owner: web-team
      steps:
        - id: one
          action: redis.delete-keys
          with: {pattern: "one:*"}
          temporary: PT30M
        - id: two
          action: redis.delete-keys
          with: {pattern: "two:*"}
        - gate: Go on?
      after:
        - check: redis.ping
      """;

  private Production production;
  @TempDir private Path home;
  private Scene scene;
  private Map<String, String> keys;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  /** A run that has changed two things, one of them for half an hour, and waits at a gate. */
  @BeforeEach
  void stoppedRun() {
    scene = new Scene(production, home);
    scene.runbook(TEMPORARY);
    keys = scene.keys();
    var no = new Shell.Answer("Go on?", "no");
    var result = scene.shell().answering(List.of(Scene.TARGET, no), "scenario", "clean");
    assertThat(result.exit()).as(result.err()).isEqualTo(4);
    assertThat(scene.lines()).hasSize(14);
    scene.shell().clock().forward(Duration.ofMinutes(31));
  }

  private void flip(Path file, int place) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[place] ^= 1;
    Files.write(file, bytes);
  }

  private void flipInEntry(int entry) throws IOException {
    var lines = scene.lines();
    var start = lines.stream().limit(entry - 1L).mapToInt(l -> l.length() + 1).sum();
    flip(scene.journal(), start + lines.get(entry - 1).indexOf("\"at\":\"") + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 14})
  void aFlippedBitIsNamedByEveryCommandAndWhatStandsBeforeItIsShown(int entry) throws IOException {
    flipInEntry(entry);
    var bytes = scene.bytes(1);
    var part = entry > 2 ? "one" : "clean";

    for (var line : List.of("status", "report", "runs")) {
      var shown = named(line, 3, scene.journal(), entry);
      assertThat(shown).as(line).contains(line.equals("runs") ? "20260115-0300-0001" : part);
    }
    named("resume", 3, scene.journal(), entry);
    named("undo latest --yes", 3, scene.journal(), entry);
    named("due", 6, scene.journal(), entry);
    named("evidence verify", 3, scene.journal(), entry);

    assertThat(scene.bytes(1)).isEqualTo(bytes);
    assertThat(scene.keys()).as("nothing was moved").isEmpty();
  }

  @Test
  void aFlippedBitInTheFirstEntryIsNamedByEveryCommand() throws IOException {
    flipInEntry(1);
    var bytes = scene.bytes(1);
    for (var line : List.of("status", "report", "runs", "resume", "undo latest --yes")) {
      named(line, 3, scene.journal(), 1);
    }
    named("due", 6, scene.journal(), 1);
    assertThat(scene.bytes(1)).isEqualTo(bytes);
  }

  @Test
  void aLineThatIsGoneIsNamedByEveryCommand() throws IOException {
    var lines = scene.lines();
    lines.remove(4);
    Files.writeString(scene.journal(), String.join("\n", lines) + "\n");
    var bytes = scene.bytes(1);
    for (var line : List.of("status", "report", "runs", "resume", "undo latest --yes")) {
      named(line, 3, scene.journal(), 5);
    }
    named("due", 6, scene.journal(), 5);
    assertThat(scene.bytes(1)).isEqualTo(bytes);
  }

  /** What is printed by a command that finds the damage and names it. */
  private String named(String line, int exit, Path file, int entry) {
    var result = scene.shell().run(line.split(" "));
    assertThat(result.exit()).as(line + "\n" + result.out() + result.err()).isEqualTo(exit);
    assertThat(result.out() + result.err())
        .as(line)
        .contains(file.toString())
        .contains("entry " + entry);
    return result.out();
  }

  @ParameterizedTest
  @CsvSource({"truncated", "flipped", "gone"})
  void theOtherStepsAreTakenBackWhereOneContentIsDamaged(String how) throws IOException {
    var blob = scene.run(1).resolve("2-two.blob");
    damage(blob, how);
    var before = scene.bytes(1);

    var result = scene.shell().run("undo", "latest", "--yes");

    assertThat(result.exit()).as(result.out()).isEqualTo(6);
    assertThat(result.out()).contains(blob.toString(), "entry 9", "one: taken back");
    assertThat(scene.has("one")).as("taken back").isTrue();
    assertThat(scene.has("two")).as("left to a person").isFalse();
    assertKept(before);
    assertThat(scene.shell().run("status").out()).contains("two").contains("entry 9");
  }

  @Test
  void aDamagedContentIsNamedWhenItIsDueAndWhenItIsMended() throws IOException {
    var blob = scene.run(1).resolve("1-one.blob");
    var whole = Files.readAllBytes(blob);
    damage(blob, "truncated");
    var before = scene.bytes(1);

    named("due", 6, blob, 4);

    assertThat(scene.has("one")).isFalse();
    assertKept(before);
    Files.write(blob, whole);
    var again = scene.shell().run("due");
    assertThat(again.exit()).as(again.out() + again.err()).isZero();
    assertThat(scene.has("one")).as("as the advice says: restored from a backup").isTrue();
    assertThat(scene.shell().run("undo", "latest", "--yes").exit()).isZero();
    assertThat(scene.keys()).isEqualTo(keys);
  }

  @Test
  void aRunThatDiedInAStepIsNotGoneOnWithByADamagedContent() throws IOException {
    var lines = scene.lines();
    assertThat(lines.get(8)).contains("before-kept");
    Files.writeString(scene.journal(), String.join("\n", lines.subList(0, 9)) + "\n");
    production.redis().command(List.of("SET", "two:1", "v1"));
    var blob = scene.run(1).resolve("2-two.blob");
    damage(blob, "flipped");

    named("resume", 6, blob, 9);

    assertThat(scene.keys()).as("not deleted").containsKey("two:1");
    assertThat(scene.has("one")).as("the failure is answered by an undo").isTrue();
  }

  private void damage(Path blob, String how) throws IOException {
    switch (how) {
      case "truncated" -> Files.write(blob, java.util.Arrays.copyOf(Files.readAllBytes(blob), 40));
      case "flipped" -> flip(blob, 40);
      case "gone" -> Files.delete(blob);
      default -> throw new IllegalArgumentException(how);
    }
  }

  /** The journal has grown at most, and the contents are as they were. */
  private void assertKept(Map<String, String> before) throws IOException {
    var now = scene.bytes(1);
    before.forEach(
        (name, hash) -> {
          if (name.endsWith(".blob")) {
            assertThat(now).containsEntry(name, hash);
          }
        });
    assertThat(Files.readString(scene.journal(), StandardCharsets.UTF_8).lines().limit(14))
        .hasSize(14);
    assertThat(scene.store().readIntact("20260115-0300-0001").damage()).isEmpty();
  }
}
