package dev.rollback.journal;

import dev.rollback.journal.LineBlocks.Block;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads journals: whole and checked, or only their two ends. */
final class JournalReader {
  private static final int CHUNK = 8 * 1024;
  private static final int BLOCK = 512 * 1024;

  /** How many blocks are held in memory, and read at once. */
  private static final int BATCH = 16;

  private final JournalFormat format;
  private final int block;

  JournalReader(JournalFormat format) {
    this(format, BLOCK);
  }

  /** Reads blocks of another size. */
  JournalReader(JournalFormat format, int block) {
    this.format = format;
    this.block = block;
  }

  /** Everything up to the first damage. */
  Reading read(Path file) throws IOException {
    var progress = new Progress(file);
    try (var in = new FileInputStream(file.toFile())) {
      var blocks = new LineBlocks(in, block);
      for (var batch = batch(blocks); !batch.isEmpty(); batch = batch(blocks)) {
        for (var lines : lines(batch)) {
          lines.forEach(progress::line);
        }
        if (progress.damage.isPresent()) {
          return progress.reading();
        }
      }
      progress.tail(blocks.tail());
    }
    return progress.reading();
  }

  private static List<Block> batch(LineBlocks blocks) throws IOException {
    var batch = new ArrayList<Block>();
    for (var n = 0; n < BATCH; n++) {
      var block = blocks.next();
      if (block.isEmpty()) {
        break;
      }
      batch.add(block.get());
    }
    return batch;
  }

  /** A line, as far as it can be read alone. */
  private record Line(Block block, int start, int length, Optional<PlainLine> plain) {}

  private List<List<Line>> lines(List<Block> batch) {
    var blocks = batch.size() == 1 ? batch.stream() : batch.parallelStream();
    return blocks.map(this::lines).toList();
  }

  private List<Line> lines(Block block) {
    var lines = new ArrayList<Line>();
    var plain = format.plain();
    for (var start = 0; start < block.length(); ) {
      var length = block.lineEnd(start) - start;
      lines.add(new Line(block, start, length, plain.read(block.bytes(), start, length)));
      start += length + 1;
    }
    return lines;
  }

  /** How the run began; empty where that was not recorded. */
  Optional<RunEvent.RunStarted> first(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      var block = new LineBlocks(in, CHUNK).next();
      if (block.isEmpty()) {
        return Optional.empty();
      }
      var first = block.get();
      return switch (format.read(first.bytes(), 0, first.lineEnd(0), file, 1, Sha256.NONE)) {
        case JournalFormat.Line.Bad(var damage) -> throw damage.refusal();
        case JournalFormat.Line.Good(var entry) ->
            entry.event() instanceof RunEvent.RunStarted started
                ? Optional.of(started)
                : Optional.empty();
      };
    }
  }

  /** The first and the last complete line; nothing in between is read or checked. */
  RunSummary ends(String run, Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      var block = new LineBlocks(in, CHUNK).next();
      if (block.isEmpty()) {
        return new RunSummary(run, Optional.empty(), Optional.empty(), Optional.empty());
      }
      var first = block.get();
      return switch (format.read(first.bytes(), 0, first.lineEnd(0), file, 1, Sha256.NONE)) {
        case JournalFormat.Line.Bad(var damage) ->
            new RunSummary(run, Optional.empty(), Optional.empty(), Optional.of(damage));
        case JournalFormat.Line.Good(var entry) -> withLast(run, file, entry);
      };
    }
  }

  private RunSummary withLast(String run, Path file, JournalEntry first) throws IOException {
    var line = lastLine(file);
    return switch (format.readAlone(line, file)) {
      case JournalFormat.Line.Good(var last) ->
          new RunSummary(run, Optional.of(first), Optional.of(last), Optional.empty());
      // Which entry it is and what is wrong with it only the whole journal tells.
      case JournalFormat.Line.Bad(var alone) ->
          new RunSummary(
              run,
              Optional.of(first),
              Optional.empty(),
              Optional.of(read(file).damage().orElse(alone)));
    };
  }

  /** The last line that has its line break, read from the end. */
  private static byte[] lastLine(Path file) throws IOException {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      var end = breakBefore(in, in.length());
      var start = breakBefore(in, end) + 1;
      var line = new byte[Math.toIntExact(Math.max(0, end - start))];
      in.seek(start);
      in.readFully(line);
      return line;
    }
  }

  /** Where the last line break before {@code end} stands; -1 where there is none. */
  private static long breakBefore(RandomAccessFile in, long end) throws IOException {
    var chunk = new byte[CHUNK];
    for (var at = end; at > 0; ) {
      var size = (int) Math.min(CHUNK, at);
      at -= size;
      in.seek(at);
      in.readFully(chunk, 0, size);
      for (var i = size - 1; i >= 0; i--) {
        if (chunk[i] == '\n') {
          return at + i;
        }
      }
    }
    return -1;
  }

  /** How far one reading has come: puts the lines into one chain. */
  private final class Progress {
    private final Path file;
    private final ArrayList<JournalEntry> entries = new ArrayList<>();
    private Optional<JournalDamage> damage = Optional.empty();
    private String head = Sha256.NONE;
    private String beforeHead = Sha256.NONE;
    private long intact;
    private int lastLength;
    private long torn;

    Progress(Path file) {
      this.file = file;
    }

    void line(Line line) {
      if (damage.isPresent()) {
        return;
      }
      var seq = entries.size() + 1L;
      var plain = line.plain().filter(p -> p.seq() == seq && p.previous().equals(head));
      if (plain.isPresent()) {
        var p = plain.get();
        good(new JournalEntry(seq, p.at(), p.event(), head), p.hash(), line.length());
      } else {
        unusual(line, seq);
      }
    }

    /** One that is damaged, stands elsewhere, or was written otherwise. */
    private void unusual(Line line, long seq) {
      var bytes = line.block().bytes();
      switch (format.read(bytes, line.start(), line.length(), file, seq, head)) {
        case JournalFormat.Line.Good(var entry) ->
            good(entry, Sha256.hex(bytes, line.start(), line.length()), line.length());
        case JournalFormat.Line.Bad(var found) -> stop(found);
      }
    }

    private void good(JournalEntry entry, String hash, int length) {
      entries.add(entry);
      beforeHead = head;
      head = hash;
      lastLength = length + 1;
      intact += lastLength;
    }

    /** A broken chain says that one of two lines was replaced: neither counts as intact. */
    private void stop(JournalDamage found) {
      damage = Optional.of(found);
      if (found instanceof JournalDamage.ChainBroken && !entries.isEmpty()) {
        entries.removeLast();
        head = beforeHead;
        intact -= lastLength;
      }
    }

    /**
     * What is after the last line break. A crash leaves the beginning of a line; a whole line and
     * one more byte can only be a line whose line break was damaged.
     */
    void tail(byte[] bytes) {
      if (JournalFormat.sound(bytes, 0, bytes.length - 1)) {
        damage = Optional.of(new JournalDamage.LineBreakLost(file, entries.size() + 1L));
      } else {
        torn = bytes.length;
      }
    }

    Reading reading() {
      return new Reading(entries, damage, head, intact, torn);
    }
  }
}
