package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
  @TempDir Path state;
  private JournalStore store;
  private Path file;
  private byte[] whole;
  private List<JournalEntry> entries;

  @BeforeEach
  void record() throws IOException {
    store = Stores.at(state);
    Stores.record(
        store,
        "r-1",
        new RunEvent.StepStarted("a", 1),
        new RunEvent.StepDone("a", RunEvent.Done.CHANGED, "Gr\u00fc\u00dfe *JJJ*"),
        new RunEvent.Written("last *JJJ*"));
    file = Stores.journal(state, "r-1");
    whole = Files.readAllBytes(file);
    entries = store.read("r-1");
  }

  @Test
  void aJournalTornAtAnyByteGoesOnFromItsLastWholeLine() throws IOException {
    for (var length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      var lines =
          (int)
              new String(whole, 0, length, StandardCharsets.UTF_8)
                  .chars()
                  .filter(c -> c == '\n')
                  .count();

      var reading = store.readIntact("r-1");
      assertThat(reading.damage()).as("torn at %d", length).isEmpty();
      assertThat(reading.entries()).isEqualTo(entries.subList(0, lines));
      assertThat(reading.intact() + reading.torn()).isEqualTo(length);
      try (var journal = store.open("r-1")) {
        journal.append(new RunEvent.Resumed("bob", "host-2", "1", List.of()));
      }
      var after = store.read("r-1");
      assertThat(after).hasSize(lines + 1);
      assertThat(after.subList(0, lines)).isEqualTo(entries.subList(0, lines));
      keptAside(Arrays.copyOfRange(whole, (int) reading.intact(), length));
    }
  }

  private void keptAside(byte[] torn) throws IOException {
    var aside = file.resolveSibling("torn-1");
    assertThat(Files.exists(aside)).isEqualTo(torn.length > 0);
    if (torn.length > 0) {
      assertThat(Files.readAllBytes(aside)).isEqualTo(torn);
      assertThat(store.verify("r-1").notes()).singleElement().asString().contains("torn-1");
      Files.delete(aside);
    }
  }

  @Test
  void everyFlippedBitIsFoundAndWhatStandsBeforeItIsStillRead() throws IOException {
    for (var bit = 0; bit < whole.length * 8; bit++) {
      var flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, flipped);

      var reading = store.readIntact("r-1");
      assertThat(reading.damage()).as("bit %d", bit).isPresent();
      assertThat(reading.damage().orElseThrow().message())
          .contains(file.toString(), "entry " + (reading.entries().size() + 1));
      assertThat(reading.entries()).isEqualTo(entries.subList(0, reading.entries().size()));
      if (bit % 97 == 0) {
        assertThatThrownBy(() -> store.open("r-1")).isInstanceOf(SystemException.class);
        assertThatThrownBy(() -> store.read("r-1")).isInstanceOf(SystemException.class);
        assertThat(store.verify("r-1").intact()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(flipped);
      }
    }
  }

  @Test
  void missingMovedAndRepeatedLinesAreOutOfSequence() throws IOException {
    var lines = lines();
    assertThat(damageOf(lines.get(0), lines.get(2)))
        .isEqualTo(new JournalDamage.OutOfSequence(file, 2, 3));
    assertThat(damageOf(lines.get(1))).isInstanceOf(JournalDamage.UnknownFormat.class);
    assertThat(damageOf(lines.get(0), lines.get(0)))
        .isEqualTo(new JournalDamage.OutOfSequence(file, 2, 1));
    assertThat(damageOf(lines.get(0), "")).isInstanceOf(JournalDamage.NotJson.class);
  }

  @Test
  void aLineThatWasReplacedWithAGoodChecksumBreaksTheChain() throws IOException {
    var lines = lines();
    var forged = withChecksum(lines.get(1).replace("changed", "already"));
    assertThat(damageOf(lines.get(0), forged, lines.get(2)))
        .isInstanceOfSatisfying(
            JournalDamage.ChainBroken.class, d -> assertThat(d.seq()).isEqualTo(3));
    assertThat(store.readIntact("r-1").entries())
        .as("which of the two lines was replaced is not known")
        .isEqualTo(entries.subList(0, 1));
    assertThat(store.readIntact("r-1").head()).isEqualTo(entries.get(1).previous());
  }

  @Test
  void whatANewerVersionWroteIsRefusedByName() throws IOException {
    var lines = lines();
    assertThat(damageOf(withChecksum(lines.get(0).replace("\"format\":1", "\"format\":2"))))
        .isEqualTo(new JournalDamage.UnknownFormat(file, 1, "2"));
    assertThat(store.list()).singleElement().extracting(RunSummary::damage).isNotNull();
    assertThat(damageOf("{\"format\":3}")).isEqualTo(new JournalDamage.UnknownFormat(file, 1, "3"));
    assertThat(damageOf(withChecksum(lines.get(0).replace("step-started", "teleported"))))
        .isEqualTo(new JournalDamage.UnknownEvent(file, 1, "teleported"));
    assertThat(damageOf(withChecksum(lines.get(0).replace("\"attempt\":1", "\"attempt\":\"one\""))))
        .isEqualTo(new JournalDamage.NotAnEntry(file, 1, "$.attempt is not a whole number"));
    assertThat(
            damageOf(
                withChecksum(lines.get(0).replace("\"attempt\":1", "\"attempt\":1,\"new\":2"))))
        .as("a newer version may add keys")
        .isNull();
  }

  @Test
  void aDamagedLastLineIsNamedInTheList() throws IOException {
    var lines = lines();
    write(lines.get(0), lines.get(1), lines.get(2).replace("last", "lost"));
    var summary = store.list().getFirst();
    assertThat(summary.first()).contains(entries.getFirst());
    assertThat(summary.damage()).contains(new JournalDamage.ChecksumMismatch(file, 3));
  }

  private List<String> lines() {
    return new String(whole, StandardCharsets.UTF_8).lines().toList();
  }

  private void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private @org.jspecify.annotations.Nullable JournalDamage damageOf(String... lines)
      throws IOException {
    write(lines);
    return store.readIntact("r-1").damage().orElse(null);
  }

  private static String withChecksum(String line) {
    var body = line.substring(0, line.lastIndexOf(",\"crc\""));
    var crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return body + ",\"crc\":\"%08x\"}".formatted(crc.getValue());
  }
}
