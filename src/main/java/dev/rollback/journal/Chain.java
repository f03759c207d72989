package dev.rollback.journal;

import dev.rollback.run.JournalEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a journal, put one behind the other, up to the first that does not belong there. */
final class Chain {
  private final JournalFormat format;
  private final Path file;
  private final List<JournalEntry> entries = new ArrayList<>();
  private Optional<JournalDamage> damage = Optional.empty();
  private String head = Sha256.NONE;
  private String beforeHead = Sha256.NONE;
  private long intact;
  private int lastLength;
  private long torn;

  /** Begins with the first line of a file. */
  Chain(JournalFormat format, Path file) {
    this.format = format;
    this.file = file;
  }

  /** Goes on behind what was read before, and found without damage. */
  Chain(JournalFormat format, Path file, Reading before) {
    this(format, file);
    entries.addAll(before.entries());
    head = before.head();
    intact = before.intact();
  }

  /**
   * A line, as far as it can be read without a look at what stands before it.
   *
   * @param alone the entry at the place at which the line says it stands
   * @param hash SHA-256 of the line, in hex
   */
  record Link(LineBlocks.Line line, JournalFormat.Line alone, String hash) {}

  /** Adds the next line; it counts for nothing once there is damage. */
  void add(Link link) {
    if (damage.isPresent()) {
      return;
    }
    var line = link.line();
    switch (fits(link.alone())
        ? link.alone()
        : format.read(line.bytes(), line.start(), line.length(), file, next(), head)) {
      case JournalFormat.Line.Good(var entry) -> good(entry, link);
      case JournalFormat.Line.Bad(var found) -> stop(found);
    }
  }

  private long next() {
    return entries.size() + 1L;
  }

  /** Of the first line there is more to check: it says which format all have. */
  private boolean fits(JournalFormat.Line alone) {
    return alone instanceof JournalFormat.Line.Good(var entry)
        && next() > 1
        && entry.seq() == next()
        && entry.previous().equals(head);
  }

  private void good(JournalEntry entry, Link link) {
    entries.add(entry);
    beforeHead = head;
    head = link.hash();
    lastLength = link.line().length() + 1;
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
   * Ends with what is after the last line break. A crash leaves the beginning of a line; a whole
   * line and one more byte can only be a line whose line break was damaged.
   */
  void end(byte[] tail) {
    if (format.sound(tail, 0, tail.length - 1)) {
      damage = Optional.of(new JournalDamage.LineBreakLost(file, next()));
    } else {
      torn = tail.length;
    }
  }

  /** How many bytes of the file have been added. */
  long intact() {
    return intact;
  }

  boolean isDamaged() {
    return damage.isPresent();
  }

  /** All that was read. */
  Reading reading() {
    return new Reading(entries, damage, head, intact, torn);
  }
}
