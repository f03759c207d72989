package dev.rollback.journal;

import dev.rollback.journal.LineBlocks.Line;
import dev.rollback.run.JournalEntry;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads journals: whole and checked, or only their two ends. */
final class JournalReader {
  private static final int CHUNK = 8 * 1024;
  private static final int BLOCK = 64 * 1024;

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
    return read(file, new Chain(format, file));
  }

  /**
   * The same of a file of which this process has read the beginning: only what comes behind that.
   * Where it does not continue what was read, all is read again.
   */
  Reading readOn(Path file, Reading before) throws IOException {
    if (before.damage().isPresent() || Files.size(file) < before.intact()) {
      return read(file);
    }
    if (before.torn() == 0 && Files.size(file) == before.intact()) {
      return before; // nothing has come
    }
    var reading = read(file, new Chain(format, file, before));
    return reading.damage().isEmpty() ? reading : read(file);
  }

  private Reading read(Path file, Chain chain) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      in.skipNBytes(chain.intact());
      var blocks = new LineBlocks(in, block);
      for (var batch = batch(blocks); !batch.isEmpty(); batch = batch(blocks)) {
        links(batch, file).forEach(links -> links.forEach(chain::add));
        if (chain.isDamaged()) {
          return chain.reading();
        }
      }
      chain.end(blocks.tail());
    }
    return chain.reading();
  }

  private static List<List<Line>> batch(LineBlocks blocks) throws IOException {
    var batch = new ArrayList<List<Line>>();
    while (batch.size() < BATCH) {
      var lines = blocks.next();
      if (lines.isEmpty()) {
        break;
      }
      batch.add(lines);
    }
    return batch;
  }

  /** Nearly all the work: each line alone, and so the blocks at once. */
  private List<List<Chain.Link>> links(List<List<Line>> batch, Path file) {
    var blocks = batch.size() == 1 ? batch.stream() : batch.parallelStream();
    return blocks.map(lines -> blockLinks(lines, file)).toList();
  }

  private List<Chain.Link> blockLinks(List<Line> lines, Path file) {
    var digest = Sha256.digest();
    return lines.stream().map(line -> link(line, file, digest)).toList();
  }

  private Chain.Link link(Line line, Path file, MessageDigest digest) {
    digest.update(line.bytes(), line.start(), line.length());
    return new Chain.Link(
        line,
        format.readAlone(line.bytes(), line.start(), line.length(), file),
        Sha256.hex(digest));
  }

  /** The first and the last complete line; nothing in between is read or checked. */
  RunSummary ends(String run, Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      var lines = new LineBlocks(in, CHUNK).next();
      if (lines.isEmpty()) {
        return new RunSummary(run, Optional.empty(), Optional.empty(), Optional.empty());
      }
      var first = lines.getFirst();
      return switch (format.read(
          first.bytes(), first.start(), first.length(), file, 1, Sha256.NONE)) {
        case JournalFormat.Line.Bad(var damage) ->
            new RunSummary(run, Optional.empty(), Optional.empty(), Optional.of(damage));
        case JournalFormat.Line.Good(var entry) -> withLast(run, file, entry);
      };
    }
  }

  private RunSummary withLast(String run, Path file, JournalEntry first) throws IOException {
    var line = lastLine(file);
    return switch (format.readAlone(line, 0, line.length, file)) {
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
}
