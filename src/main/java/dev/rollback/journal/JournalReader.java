package dev.rollback.journal;

import dev.rollback.run.JournalEntry;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Optional;

/** Reads journals: whole and checked, or only their two ends. */
final class JournalReader {
  private static final int CHUNK = 8 * 1024;

  private final JournalFormat format;

  JournalReader(JournalFormat format) {
    this.format = format;
  }

  /** Everything up to the first damage. */
  Reading read(Path file) throws IOException {
    var progress = new Progress(file);
    try (var in = new FileInputStream(file.toFile())) {
      var lines = new LineScanner(in);
      while (progress.damage.isEmpty() && lines.next()) {
        if (lines.ended()) {
          progress.line(lines);
        } else {
          progress.tail(lines);
        }
      }
    }
    return progress.reading();
  }

  /** The first and the last complete line; nothing in between is read or checked. */
  RunSummary ends(String run, Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      var lines = new LineScanner(in);
      if (!lines.next() || !lines.ended()) {
        return new RunSummary(run, Optional.empty(), Optional.empty(), Optional.empty());
      }
      return switch (format.read(
          lines.buffer(), lines.start(), lines.length(), file, 1, Sha256.NONE)) {
        case JournalFormat.Line.Bad(var damage) ->
            new RunSummary(run, Optional.empty(), Optional.empty(), Optional.of(damage));
        case JournalFormat.Line.Good(var first) -> withLast(run, file, first);
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

  /** How far one reading has come. */
  private final class Progress {
    private final Path file;
    private final ArrayList<JournalEntry> entries = new ArrayList<>();
    private final MessageDigest digest = Sha256.digest();
    private Optional<JournalDamage> damage = Optional.empty();
    private String head = Sha256.NONE;
    private String beforeHead = Sha256.NONE;
    private long intact;
    private int lastLength;
    private long torn;

    Progress(Path file) {
      this.file = file;
    }

    void line(LineScanner lines) {
      var seq = entries.size() + 1L;
      switch (format.read(lines.buffer(), lines.start(), lines.length(), file, seq, head)) {
        case JournalFormat.Line.Good(var entry) -> {
          entries.add(entry);
          beforeHead = head;
          digest.update(lines.buffer(), lines.start(), lines.length());
          head = Sha256.hex(digest);
          lastLength = lines.length() + 1;
          intact += lastLength;
        }
        case JournalFormat.Line.Bad(var found) -> stop(found);
      }
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
    void tail(LineScanner lines) {
      if (format.sound(lines.buffer(), lines.start(), lines.length() - 1)) {
        damage = Optional.of(new JournalDamage.LineBreakLost(file, entries.size() + 1L));
      } else {
        torn = lines.length();
      }
    }

    Reading reading() {
      return new Reading(entries, damage, head, intact, torn);
    }
  }
}
