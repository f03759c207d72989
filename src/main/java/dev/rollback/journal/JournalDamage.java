package dev.rollback.journal;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.Topic;
import java.nio.file.Path;

/** What is wrong with a record that was complete once, by name. */
public sealed interface JournalDamage {
  /** The damaged file. */
  Path file();

  /** The entry that is damaged, or that refers to the damaged blob; counted from 1. */
  long seq();

  /** What is wrong, as a clause. */
  String what();

  /** A line that is no JSON object. */
  record NotJson(Path file, long seq, String why) implements JournalDamage {
    @Override
    public String what() {
      return "it is not JSON (" + why + ")";
    }
  }

  /** A line whose bytes are not those that were written. */
  record ChecksumMismatch(Path file, long seq) implements JournalDamage {
    @Override
    public String what() {
      return "its checksum does not match: it was changed after it was written";
    }
  }

  /** A line that is not the next one. */
  record OutOfSequence(Path file, long seq, long found) implements JournalDamage {
    @Override
    public String what() {
      return "entry " + found + " stands in its place: entries are missing, repeated or moved";
    }
  }

  /** A line that was written after another line than the one that stands before it. */
  record ChainBroken(Path file, long seq, String expected, String found) implements JournalDamage {
    @Override
    public String what() {
      return "it follows a line with hash %s, but the line before it has %s: one of the two was replaced"
          .formatted(found, expected);
    }
  }

  /** An event of a type that this version does not know. */
  record UnknownEvent(Path file, long seq, String type) implements JournalDamage {
    @Override
    public String what() {
      return "its event type '" + type + "' is not known to this version of rollback";
    }
  }

  /** A journal of a format that this version does not know. */
  record UnknownFormat(Path file, long seq, String format) implements JournalDamage {
    @Override
    public String what() {
      return "its format version " + format + " is not known to this version of rollback";
    }
  }

  /** A line that is JSON and no entry. */
  record NotAnEntry(Path file, long seq, String why) implements JournalDamage {
    @Override
    public String what() {
      return "it is not an entry (" + why + ")";
    }
  }

  /** A complete last line, and something else where its line break was. */
  record LineBreakLost(Path file, long seq) implements JournalDamage {
    @Override
    public String what() {
      return "the line break at its end was changed after it was written";
    }
  }

  /** A blob that an entry refers to and that is not there. */
  record BlobMissing(Path file, long seq) implements JournalDamage {
    @Override
    public String what() {
      return "the saved content is not there";
    }
  }

  /** A blob that is not as it was written. */
  record BlobDamaged(Path file, long seq, String why) implements JournalDamage {
    @Override
    public String what() {
      return "the saved content is not as it was written (" + why + ")";
    }
  }

  /** File, entry, and what is wrong. */
  default String message() {
    return file() + ", entry " + seq() + ": " + what();
  }

  /** The refusal to go on from this record. */
  default SystemException refusal() {
    return SystemException.refused("damaged record: " + message(), advice())
        .see(Topic.DAMAGED_JOURNAL);
  }

  default String advice() {
    return switch (this) {
      case UnknownEvent _, UnknownFormat _ ->
          "Use the version of rollback that wrote the run, or a newer one.";
      case NotJson _,
          ChecksumMismatch _,
          OutOfSequence _,
          ChainBroken _,
          NotAnEntry _,
          LineBreakLost _,
          BlobMissing _,
          BlobDamaged _ ->
          "Restore "
              + file().getFileName()
              + " from a backup. Without one, read what is intact with `rollback evidence verify "
              + Durable.parentOf(file()).getFileName()
              + "` and finish by hand.";
    };
  }
}
