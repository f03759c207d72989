package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of 64 KiB; only root can mount one. */
class DiskFullTest {
  @TempDir Path directory;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", disk.toString());
    assumeTrue(mounted, "a small disk can only be mounted by root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void aFullDiskIsNamedAndTheJournalTakesNothingMoreUntilItIsOpenedAgain() throws Exception {
    var store = Stores.at(disk);
    var filler = Files.write(disk.resolve("filler"), new byte[20_000]);
    var recorded = 0;
    try (var journal = store.create("r-1")) {
      var failure = fill(journal);
      assertThat(failure.problem())
          .contains(
              Stores.journal(disk, "r-1").toString(), "No space left on device", "0 bytes free");
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      recorded = journal.entries().size();
      Files.delete(filler);
      assertThatThrownBy(() -> journal.append(new RunEvent.Written("a")))
          .as("an event is missing, so nothing may follow")
          .hasMessageContaining("nothing more is recorded")
          .hasMessageContaining("No space left on device");
      assertThatThrownBy(() -> journal.keep("s", _ -> {})).isInstanceOf(SystemException.class);
    }
    var reading = store.readIntact("r-1");
    assertThat(reading.orThrow()).hasSize(recorded);
    assertThat(reading.torn()).isZero();
    try (var journal = store.open("r-1")) {
      journal.append(new RunEvent.Resumed("bob", "host-2", "1", List.of()));
    }
    assertThat(store.read("r-1")).hasSize(recorded + 1);
  }

  private static SystemException fill(dev.rollback.run.Journal journal) {
    var note = "x".repeat(1000);
    for (var n = 0; n < 100; n++) {
      try {
        journal.append(new RunEvent.StepDone("s", RunEvent.Done.CHANGED, note));
      } catch (SystemException e) {
        assertThat(n).isGreaterThan(5);
        return e;
      }
    }
    throw new AssertionError("64 KiB took 100 KB");
  }

  @Test
  void contentThatFindsNoRoomLeavesNothingAndTheRunGoesOn() throws Exception {
    var store = Stores.at(disk);
    try (var journal = store.create("r-1")) {
      assertThatThrownBy(() -> journal.keep("s", DiskFullTest::tooMuch))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("it needs more than")
          .hasMessageContaining("bytes free");
      try (var files = Files.list(disk.resolve("runs/r-1"))) {
        assertThat(files).noneMatch(f -> f.toString().contains("blob"));
      }
      journal.append(new RunEvent.StepFailed("s", 1, "disk full", "Make room.", false));
      assertThat(journal.keep("s", sink -> sink.put(new byte[1000])).entries()).isEqualTo(1);
    }
    assertThat(store.verify("r-1").intact()).isTrue();
  }

  /** A caller that goes on after a failure does not get a blob with a hole. */
  private static void tooMuch(dev.rollback.action.Content.Sink sink) {
    var failures = 0;
    for (var n = 0; n < 20; n++) {
      try {
        sink.put(new byte[10_000]);
      } catch (SystemException e) {
        failures++;
      }
    }
    assertThat(failures).isPositive();
  }
}
