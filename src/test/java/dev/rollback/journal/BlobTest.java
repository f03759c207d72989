package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.BlobRef;
import dev.rollback.run.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobTest {
  @TempDir Path state;
  private JournalStore store;

  @BeforeEach
  void makeStore() {
    store = Stores.at(state);
  }

  @Test
  void evidenceIsAFileThatPeopleCanOpenWithoutSecrets() throws Exception {
    var redactor = new Redactor();
    redactor.learn(Sensitive.of("hunter22"));
    store = Stores.at(state, java.time.Clock.systemUTC(), redactor);
    BlobRef ref;
    try (var journal = store.create("run")) {
      ref = journal.keepText("logs", "grid api/0.log.part", Stream.of("pw=hunter22", "\u00e4"));
      journal.append(new RunEvent.EvidenceKept("logs", List.of(ref), ""));
    }
    var file = state.resolve("runs/run").resolve(ref.file());
    assertThat(ref.file()).isEqualTo("1-evidence-grid_api_0.log.part_");
    assertThat(Files.readString(file)).isEqualTo("pw=***\n\u00e4\n");
    assertThat(ref.entries()).isEqualTo(2);
    assertThat(ref.bytes()).isEqualTo(Files.size(file));
    assertThat(store.verify("run").damages()).isEmpty();

    Files.writeString(file, "pw=***\n\u00e5\n");
    assertThat(store.verify("run").damages()).singleElement().asString().contains("evidence-grid");
  }

  @Test
  void entriesAreReadBackInOrderByThisAndByLaterProcesses() {
    var random = new Random(7);
    var entries = new ArrayList<byte[]>();
    for (var size : List.of(0, 1, 65_535, 65_536, 65_537, 300_000, 0)) {
      var bytes = new byte[size];
      random.nextBytes(bytes);
      entries.add(bytes);
    }
    BlobRef ref;
    try (var journal = store.create("r-1")) {
      ref = journal.keep("flush keys/\u00e4", sink -> entries.forEach(sink::put));
      refer(journal, ref);
      assertThat(read(journal.read(ref))).usingRecursiveComparison().isEqualTo(entries);
    }
    assertThat(ref.file()).isEqualTo("1-flush_keys__.blob");
    assertThat(ref.entries()).isEqualTo(7);
    var later = Stores.at(state);
    assertThat(read(later.read("r-1", ref))).usingRecursiveComparison().isEqualTo(entries);
    assertThat(later.verify("r-1"))
        .satisfies(v -> assertThat(v.intact()).isTrue())
        .satisfies(v -> assertThat(v.notes()).isEmpty())
        .satisfies(v -> assertThat(v.blobs()).isEqualTo(1));
    try (var journal = later.open("r-1")) {
      assertThat(journal.keep("next", _ -> {}).file()).isEqualTo("2-next.blob");
    }
    assertThat(later.verify("r-1").notes()).containsExactly("2-next.blob: no entry refers to it");
  }

  @Test
  void contentThatIsNotAsItWasWrittenIsRefusedBeforeItsFirstEntry() throws IOException {
    var ref = kept();
    var file = Stores.journal(state, "r-1").resolveSibling(ref.file());
    var whole = Files.readAllBytes(file);
    for (var length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused(ref, file);
    }
    for (var bit = 0; bit < whole.length * 8; bit++) {
      var flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, flipped);
      refused(ref, file);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    refused(ref, file);
    Files.delete(file);
    refused(ref, file);
    assertThat(store.verify("r-1").damages())
        .containsExactly(new JournalDamage.BlobMissing(file, 1));
  }

  private void refused(BlobRef ref, Path file) {
    assertThatThrownBy(() -> store.read("r-1", ref))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("entry 1");
    assertThat(store.verify("r-1").intact()).isFalse();
  }

  @Test
  void contentThatChangesAfterItWasCheckedIsRefusedWhenItIsReached() throws IOException {
    var ref = kept();
    var content = store.read("r-1", ref);
    var file = Stores.journal(state, "r-1").resolveSibling(ref.file());
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) ref.bytes() - 1));
    var seen = new ArrayList<byte[]>();
    assertThatThrownBy(() -> content.forEach(seen::add))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("cut off");
    assertThat(seen).hasSize(1);
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    kept();
    assertThatThrownBy(
            () -> store.read("r-1", new BlobRef("../r-2/1-s.blob", "ab".repeat(32), 0, 0)))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("no name of a blob");
  }

  @Test
  void aWriterThatFailsLeavesNothing() throws IOException {
    try (var journal = store.create("r-1")) {
      assertThatThrownBy(
              () ->
                  journal.keep(
                      "s",
                      sink -> {
                        sink.put(new byte[100_000]);
                        throw SystemException.refused("connection lost", "Try again.");
                      }))
          .hasMessage("connection lost");
      assertThat(names()).containsExactlyInAnyOrder("journal.jsonl", "lock");
      journal.append(new RunEvent.Written("the journal itself goes on"));
    }
  }

  @Test
  void whatACrashLeftUnfinishedIsRemoved() throws IOException {
    kept();
    Files.writeString(Stores.journal(state, "r-1").resolveSibling("7-s.blob.part"), "half");
    try (var journal = store.open("r-1")) {
      assertThat(names()).noneMatch(n -> n.endsWith(".part"));
      assertThat(journal.keep("s", _ -> {}).file()).isEqualTo("2-s.blob");
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(Stores.journal(state, "r-1").getParent())) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private BlobRef kept() {
    try (var journal = store.create("r-1")) {
      var ref =
          journal.keep(
              "s",
              sink -> {
                sink.put("one".getBytes(StandardCharsets.UTF_8));
                sink.put("two".getBytes(StandardCharsets.UTF_8));
              });
      refer(journal, ref);
      return ref;
    }
  }

  private static void refer(dev.rollback.run.Journal journal, BlobRef ref) {
    journal.append(
        new RunEvent.BeforeKept("s", Samples.json("1"), Samples.json("2"), Optional.of(ref)));
  }

  private static List<byte[]> read(dev.rollback.action.Content content) {
    var list = new ArrayList<byte[]>();
    content.forEach(list::add);
    assertThat(content.entries()).isEqualTo(list.size());
    return list;
  }
}
