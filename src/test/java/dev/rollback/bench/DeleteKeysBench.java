package dev.rollback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.adapter.redis.RedisAdapter;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.journal.JournalStore;
import dev.rollback.run.Journal;
import dev.rollback.run.Mover;
import dev.rollback.run.RunEvent;
import dev.rollback.run.Tenure;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Deletes a million keys as a run does (count, save, count again, delete), or takes that back, and
 * writes how long each part took.
 *
 * <p>Arguments: {@code apply|undo}, the Redis address, the state directory, the file for the times.
 */
public final class DeleteKeysBench {
  private static final String RUN = "bench";
  private static final String STEP = "delete-keys";

  private final DeleteKeys action = new DeleteKeys("api_key:*");
  private final Codec<KeySet> codec = Codec.of(KeySet.class);
  private final List<String> times = new ArrayList<>();
  private final Mover<KeySet, RedisReader, RedisWriter> mover =
      new Mover<>(action, (_, _) -> {}, Tenure.undisputed()::confirm);

  private DeleteKeysBench() {}

  /** Runs one of the two halves in a process of its own, as `rollback` does. */
  public static void main(String[] args) throws IOException {
    var bench = new DeleteKeysBench();
    var settings = new RedisSettings(args[1], Optional.empty(), Optional.empty());
    var store =
        new JournalStore(
            Path.of(args[2]),
            new dev.rollback.journal.Writer("bench", "localhost", ProcessHandle.current().pid()),
            Clock.systemUTC(),
            new Redactor());
    try (var redis = new RedisAdapter().connect(settings, _ -> Sensitive.of("none"))) {
      if (args[0].equals("apply")) {
        try (var journal = store.create(RUN)) {
          bench.apply(journal, redis.reader(), redis.writer());
        }
      } else {
        try (var journal = store.open(RUN)) {
          bench.undo(journal, redis.writer());
        }
      }
    }
    bench.times.add(memory());
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(cpu -> bench.times.add("CPU of this process " + cpu.toMillis() / 1e3 + " s"));
    Files.write(Path.of(args[3]), bench.times);
  }

  private void apply(Journal journal, RedisReader reader, RedisWriter writer) {
    var now = timed("count", () -> action.observe(reader));
    var after = action.desired(now.state());
    var blob = timed("save", () -> journal.keep(STEP, sink -> action.save(now, reader, sink)));
    journal.append(
        new RunEvent.BeforeKept(
            STEP, codec.encode(now.state()), codec.encode(after), Optional.of(blob)));
    Content content = timed("read back", () -> journal.read(blob));
    moved(timed("count, delete", () -> mover.move(now.state(), after, writer, content)));
    times.add("%,d keys, before-image %,d bytes".formatted(blob.entries(), blob.bytes()));
  }

  private void undo(Journal journal, RedisWriter writer) {
    var kept =
        journal.entries().stream()
            .map(dev.rollback.run.JournalEntry::event)
            .filter(RunEvent.BeforeKept.class::isInstance)
            .map(RunEvent.BeforeKept.class::cast)
            .findFirst()
            .orElseThrow();
    var content = timed("read back", () -> journal.read(kept.content().orElseThrow()));
    moved(
        timed(
            "count, restore",
            () -> mover.move(state(kept.after()), state(kept.before()), writer, content)));
    var now = timed("count again", () -> action.observe(writer));
    if (!now.state().equals(state(kept.before()))) {
      throw new IllegalStateException("undo did not bring back the keys");
    }
  }

  private KeySet state(JsonNode tree) {
    return codec.decode(tree);
  }

  private static void moved(Move<KeySet> move) {
    if (!(move instanceof Move.Written<KeySet>)) {
      throw new IllegalStateException("nothing was written: " + move);
    }
  }

  private <T> T timed(String what, Supplier<T> work) {
    var start = System.nanoTime();
    var result = work.get();
    times.add("%-14s %6.2f s".formatted(what, (System.nanoTime() - start) / 1e9));
    return result;
  }

  /** The largest resident set so far, as the kernel counts it. */
  private static String memory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("peak memory unknown");
  }
}
