package dev.rollback.journal;

import dev.rollback.run.BlobRef;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The names in one run's directory. */
record RunFiles(Path directory) {
  private static final Pattern BLOB =
      Pattern.compile("(\\d{1,9})-(.*\\.blob|evidence-.*?)(\\.part)?");
  private static final int LONGEST_STEP = 80;
  private static final int LONGEST_NAME = 180;

  Path journal() {
    return directory.resolve(JournalStore.JOURNAL);
  }

  Path lock() {
    return directory.resolve("lock");
  }

  /** Where the content that a step has saved goes; a step's id may be no file name. */
  static Path blob(Path directory, int number, String step) {
    var name = step.replaceAll("[^A-Za-z0-9._-]", "_");
    var shortened = name.substring(0, Math.min(LONGEST_STEP, name.length()));
    return directory.resolve(number + "-" + shortened + ".blob");
  }

  /** Where a file of evidence goes: it keeps its own name, for people and their tools. */
  static Path evidence(Path directory, int number, String name) {
    var safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    var shortened = safe.substring(0, Math.min(LONGEST_NAME, safe.length()));
    // A file that was never completed is told by this ending.
    var whole = shortened.endsWith(WholeFile.PART) ? shortened + "_" : shortened;
    return directory.resolve(number + "-evidence-" + whole);
  }

  List<String> names() throws IOException {
    return Durable.names(directory);
  }

  /** The highest number of a blob, complete or not; 0 where there is none. */
  int lastBlob() throws IOException {
    return names().stream()
        .map(BLOB::matcher)
        .filter(java.util.regex.Matcher::matches)
        .mapToInt(m -> Integer.parseInt(m.group(1)))
        .max()
        .orElse(0);
  }

  /** Removes blobs that were never completed: nothing refers to them, and they may be large. */
  void dropParts() throws IOException {
    for (var name : names()) {
      if (blob(name) && name.endsWith(WholeFile.PART)) {
        Files.delete(directory.resolve(name));
      }
    }
  }

  /** Moves the unfinished line at the end of the journal into a file of its own. */
  void setTornAside(RandomAccessFile journal, Reading reading) throws IOException {
    var bytes = new byte[Math.toIntExact(reading.torn())];
    journal.seek(reading.intact());
    journal.readFully(bytes);
    var aside = directory.resolve("torn-" + (1 + names().stream().filter(RunFiles::torn).count()));
    Durable.createFile(aside);
    try (var out = new RandomAccessFile(aside.toFile(), "rw")) {
      out.write(bytes);
      out.getFD().sync();
    }
    Durable.syncDirectory(directory);
    journal.setLength(reading.intact());
    journal.getFD().sync();
  }

  static boolean torn(String name) {
    return name.startsWith("torn-");
  }

  static boolean blob(String name) {
    return BLOB.matcher(name).matches();
  }

  /** The content and the files of evidence that an event refers to. */
  static List<BlobRef> blobsOf(RunEvent event) {
    return switch (event) {
      case RunEvent.BeforeKept kept -> kept.content().stream().toList();
      case RunEvent.EvidenceKept kept -> kept.files();
      case RunEvent.RunStarted _,
          RunEvent.GateReached _,
          RunEvent.Answered _,
          RunEvent.ApprovalsMissing _,
          RunEvent.StepStarted _,
          RunEvent.Written _,
          RunEvent.NotWritten _,
          RunEvent.StepDone _,
          RunEvent.StepFailed _,
          RunEvent.CheckRead _,
          RunEvent.UndoStarted _,
          RunEvent.TargetGone _,
          RunEvent.UndoBegan _,
          RunEvent.Undone _,
          RunEvent.UndoFailed _,
          RunEvent.DriftConfirmed _,
          RunEvent.RedoStarted _,
          RunEvent.RedoBegan _,
          RunEvent.Redone _,
          RunEvent.RedoFailed _,
          RunEvent.BudgetExceeded _,
          RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _,
          RunEvent.LeaseTaken _,
          RunEvent.LeaseLost _,
          RunEvent.TemporaryUntil _,
          RunEvent.Interrupted _,
          RunEvent.Resumed _,
          RunEvent.RunEnded _ ->
          List.of();
    };
  }

  /** The entry that refers to a blob; the one that would be next where none does yet. */
  static long seqOf(BlobRef blob, List<JournalEntry> entries) {
    return entries.stream()
        .filter(e -> blobsOf(e.event()).contains(blob))
        .mapToLong(JournalEntry::seq)
        .findFirst()
        .orElse(entries.size() + 1L);
  }
}
