package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.run.RunEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A long journal is read in blocks, many at once, and its lines by a shorter way: it must say just
 * what one line after the other says.
 */
class LongJournalTest {
  private static final long SEED = 20_260_115;

  @TempDir private Path state;
  private final JournalFormat format = new JournalFormat();
  private Path file;

  /** All events there are, again and again. */
  @BeforeEach
  void record() throws IOException {
    var store = Stores.at(state);
    Stores.record(store, "r-1", Samples.events().toArray(RunEvent[]::new));
    LongJournal.extend(state, "r-1", 2, Samples.events().size(), 2_000);
    file = Stores.journal(state, "r-1");
  }

  /** One line after the other, each as a tree. */
  private Reading slowly() throws IOException {
    var text = Files.readString(file, StandardCharsets.ISO_8859_1);
    var lines = new ArrayList<>(List.of(text.split("\n", -1)));
    var last = lines.removeLast().getBytes(StandardCharsets.ISO_8859_1);
    var entries = new ArrayList<dev.rollback.run.JournalEntry>();
    var heads = new ArrayList<>(List.of(Sha256.NONE));
    var intact = 0L;
    for (var line : lines) {
      var bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      switch (format.read(bytes, 0, bytes.length, file, heads.size(), heads.getLast())) {
        case JournalFormat.Line.Good(var entry) -> {
          entries.add(entry);
          heads.add(Sha256.hex(bytes, 0, bytes.length));
          intact += bytes.length + 1;
        }
        case JournalFormat.Line.Bad(var damage) -> {
          if (damage instanceof JournalDamage.ChainBroken && !entries.isEmpty()) {
            entries.removeLast();
            heads.removeLast();
            intact -= lines.get(entries.size()).length() + 1;
          }
          return new Reading(entries, java.util.Optional.of(damage), heads.getLast(), intact, 0);
        }
      }
    }
    return new Reading(entries, java.util.Optional.empty(), heads.getLast(), intact, last.length);
  }

  private Reading inBlocks(int size) throws IOException {
    return new JournalReader(format, size).read(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000, 16_384, 1 << 24})
  void inBlocksOfAnySize(int size) throws IOException {
    var reading = inBlocks(size);
    assertThat(reading.damage()).isEmpty();
    assertThat(reading.entries()).hasSizeGreaterThanOrEqualTo(2_000);
    assertThat(reading).isEqualTo(slowly());
  }

  @Test
  void whereverItIsDamaged() throws IOException {
    var whole = Files.readAllBytes(file);
    var random = new Random(SEED);
    for (var n = 0; n < 150; n++) {
      var bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      assertThat(inBlocks(4_096)).as("damage " + n).isEqualTo(slowly());
    }
  }

  @Test
  void whereverItIsCut() throws IOException {
    var whole = Files.readAllBytes(file);
    var random = new Random(SEED);
    for (var n = 0; n < 50; n++) {
      Files.write(file, java.util.Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThat(inBlocks(4_096)).as("cut " + n).isEqualTo(slowly());
    }
  }

  @Test
  void linesThatAreMovedRepeatedOrMissing() throws IOException {
    var lines = Files.readAllLines(file);
    var random = new Random(SEED);
    for (var n = 0; n < 60; n++) {
      var changed = new ArrayList<>(lines);
      var at = random.nextInt(lines.size());
      switch (n % 3) {
        case 0 -> changed.remove(at);
        case 1 -> changed.add(at, lines.get(at));
        default -> changed.set(at, replaced(at));
      }
      Files.writeString(file, String.join("\n", changed) + "\n");
      assertThat(inBlocks(4_096)).as("change " + n).isEqualTo(slowly());
    }
  }

  /** Another line in its place, with a good checksum. */
  private String replaced(int at) {
    var event = format.codec().encode(new RunEvent.Interrupted("somebody"));
    var line = format.write(at + 1L, Instant.EPOCH, event, "ab".repeat(32));
    return new String(line, StandardCharsets.US_ASCII);
  }

  @Test
  void aBlockEndsWithALine() throws IOException {
    var text = "a\nlong line\n\nend";
    var blocks =
        new LineBlocks(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), 3);
    var seen = new ArrayList<String>();
    for (var lines = blocks.next(); !lines.isEmpty(); lines = blocks.next()) {
      lines.stream()
          .map(l -> new String(l.bytes(), l.start(), l.length(), StandardCharsets.US_ASCII))
          .forEach(seen::add);
    }
    assertThat(seen).containsExactly("a", "long line", "");
    assertThat(blocks.tail()).asString(StandardCharsets.US_ASCII).isEqualTo("end");
  }

  @Test
  void whatAnotherProcessHasWrittenSinceIsRead() {
    var store = Stores.at(state);
    var reading = store.readIntact("r-1");
    var before = reading.orThrow();
    try (var other = Stores.at(state).open("r-1")) {
      other.append(new RunEvent.Resumed("bob", "host-2", "1", List.of()));
      assertThat(store.read("r-1")).hasSize(before.size() + 1);
    }
    try (var mine = store.open("r-1", reading)) {
      mine.append(new RunEvent.Interrupted("SIGTERM"));
      assertThat(mine.entries()).hasSize(before.size() + 2);
      assertThat(store.read("r-1")).isEqualTo(mine.entries());
    }
    assertThat(store.readOn("r-1", reading)).isEqualTo(store.readIntact("r-1"));
  }

  @Test
  void whatWasDamagedSinceIsNamedWhereItHasGrownToo() throws IOException {
    var store = Stores.at(state);
    var before = store.readIntact("r-1");
    var last = Files.readAllLines(file).getLast();
    Files.writeString(file, last + "\n", java.nio.file.StandardOpenOption.APPEND);
    var reading = store.readOn("r-1", before);
    assertThat(reading.damage()).containsInstanceOf(JournalDamage.OutOfSequence.class);
    assertThat(reading.entries()).isEqualTo(before.entries());
    assertThat(reading).isEqualTo(slowly());
    assertThatThrownBy(() -> store.open("r-1", before)).hasMessageContaining("journal.jsonl");
  }

  @Test
  void aFileThatWasReplacedIsReadFromItsBeginning() throws IOException {
    var store = Stores.at(state);
    var whole = store.readIntact("r-1");
    var half = Files.readAllLines(file).subList(0, whole.entries().size() / 2);
    Files.writeString(file, String.join("\n", half) + "\n");
    assertThat(store.readOn("r-1", whole).orThrow())
        .isEqualTo(whole.entries().subList(0, half.size()));
  }
}
