package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Production;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The disk is full when a run wants to record something: each of its entries in turn, on a real
 * file system. A file system gives room by the page, so the runbook is made just so long that the
 * entry in question begins in one page and ends in the next. Only root can mount a small disk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunOnFullDiskTest {
  private static final int PAGE = 4096;

  /** A little more than preflight asks for. */
  private static final String SIZE = "84m";

  private static final int ENTRIES = 16;
  private static final int GATE_ANSWERED = 8;

  private Production production;
  @TempDir private Path home;
  private Scene scene;
  private boolean mounted;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  @BeforeEach
  void mount() throws Exception {
    scene = new Scene(production, home);
    var disk = Files.createDirectory(scene.shell().state());
    mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=700", "tmpfs", disk.toString());
    assumeTrue(mounted, "a small disk can only be mounted by root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", scene.shell().state().toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  static Stream<Integer> entries() {
    return IntStream.rangeClosed(1, ENTRIES).boxed();
  }

  private Path filler() {
    return scene.shell().state().resolve("filler");
  }

  /** Somebody else takes what room there is, as soon as so many entries are recorded. */
  private void fullAfter(int entries) {
    scene
        .shell()
        .clock()
        .whenAsked(
            () -> {
              if (Files.exists(scene.journal())
                  && scene.lines().size() >= entries
                  && !Files.exists(filler())) {
                fill();
              }
            });
  }

  private void fill() {
    fill(new byte[256 * PAGE]);
    fill(new byte[PAGE]);
  }

  private void fill(byte[] block) {
    try (var out = new FileOutputStream(filler().toFile(), true)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left on device");
    }
  }

  private void free() {
    scene.shell().clock().whenAsked(() -> {});
    try {
      Files.delete(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long the runbook must be made for the middle of this entry to be the end of a page. */
  private int across(int entry) {
    var lines = reference();
    return toEndOfPage(start(lines, entry) + lines.get(entry - 1).length() / 2);
  }

  /** How long it must be made for this entry to begin just within a page. */
  private int within(int entry) {
    return toEndOfPage(start(reference(), entry) - 100);
  }

  private static int toEndOfPage(int place) {
    return 2 * PAGE - place % PAGE;
  }

  private static int start(List<String> lines, int entry) {
    return lines.stream().limit(entry - 1L).mapToInt(l -> l.length() + 1).sum();
  }

  private List<String> reference() {
    assertThat(scene.run().exit()).isZero();
    assertThat(scene.lines()).hasSize(ENTRIES);
    return scene.lines();
  }

  private void startAgain(int padding) throws Exception {
    unmount();
    Files.delete(scene.shell().state());
    mount();
    scene.pad(padding);
  }

  @ParameterizedTest(name = "entry {0}")
  @MethodSource("entries")
  void theEntryIsNamedNothingIsUnrecordedAndResumeCompletes(int entry) throws Exception {
    startAgain(across(entry));
    fullAfter(entry - 1);

    var result = scene.shell().answering(answers(entry), "scenario", "clean");

    var recorded = scene.lines();
    assertThat(recorded).as(result.err()).hasSize(entry - 1);
    assertThat(result.err())
        .contains(scene.journal().toString(), "entry " + entry, "No space left on device");
    assertNothingIsUnrecorded(recorded);
    assertThat(result.exit())
        .as("nothing was changed, or a person is needed")
        .isEqualTo(kept(recorded, "one") ? 6 : 3);

    goOn(entry);
  }

  /** The gate comes after the sixth entry. */
  private static List<Shell.Answer> answers(int entry) {
    return entry < GATE_ANSWERED ? List.of(Scene.TARGET) : List.of(Scene.TARGET, Scene.GATE);
  }

  private void assertNothingIsUnrecorded(List<String> recorded) {
    for (var step : List.of("one", "two")) {
      assertThat(scene.has(step) || kept(recorded, step)).as(step + " in " + recorded).isTrue();
    }
  }

  private static boolean kept(List<String> recorded, String step) {
    return recorded.stream().anyMatch(l -> l.contains("\"before-kept\",\"step\":\"" + step + "\""));
  }

  private void goOn(int entry) {
    if (entry > 1) {
      var status = scene.shell().run("status");
      assertThat(status.exit()).as("on the full disk\n" + status.err()).isZero();
    }
    assertThat(scene.shell().run("resume").exit()).as("on the full disk").isNotZero();
    free();
    if (entry == 1) {
      assertThat(scene.shell().run("resume").err()).contains("no run to go on with");
      assertThat(scene.run().exit()).isZero();
    } else {
      var gate = entry <= GATE_ANSWERED ? List.of(Scene.GATE) : List.<Shell.Answer>of();
      var resumed = resume(gate);
      assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
      assertThat(scene.store().verify(scene.run(1).getFileName().toString()).intact()).isTrue();
    }
    assertThat(scene.keys()).isEmpty();
  }

  private Shell.Result resume(List<Shell.Answer> answers) {
    return answers.isEmpty()
        ? scene.shell().run("resume")
        : scene.shell().answering(answers, "resume");
  }

  @Test
  void keysThatCannotBeSavedAreNotDeletedAndWhatWasDoneIsTakenBack() throws Exception {
    startAgain(within(8));
    fullAfter(7); // the second step begins, and finds no room for its keys
    var keys = scene.keys();
    var undo = new Shell.Answer("failed", "undo");

    var result =
        scene.shell().answering(List.of(Scene.TARGET, Scene.GATE, undo), "scenario", "clean");

    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(5);
    assertThat(result.out())
        .contains(scene.run(1).resolve("2-two.blob.part").toString(), "No space left on device");
    assertThat(scene.keys()).isEqualTo(keys);
    free();
    assertThat(scene.store().verify(scene.run(1).getFileName().toString()).intact()).isTrue();
  }
}
