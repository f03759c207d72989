package dev.rollback.journal;

import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Makes a run's journal as long as that of a run that a timer has tried to go on with for weeks:
 * what one attempt has recorded is recorded again and again.
 */
public final class LongJournal {
  private LongJournal() {}

  /**
   * Makes the journal of a run so long.
   *
   * @param state the state directory
   * @param run a run that nobody is working on
   * @param from the first entry that is repeated, counted from 1
   * @param to the last one
   * @param entries how many entries there shall be at least
   */
  public static void extend(Path state, String run, int from, int to, int entries)
      throws IOException {
    var recorded = Stores.at(state).read(run);
    var file = Stores.journal(state, run).toFile();
    try (var out = new BufferedOutputStream(new FileOutputStream(file))) {
      var lines = new Lines(out);
      lines.write(recorded.subList(0, to));
      for (var left = entries - recorded.size(); left > 0; left -= to - from + 1) {
        lines.write(recorded.subList(from - 1, to));
      }
      lines.write(recorded.subList(to, recorded.size()));
    }
  }

  /** One line after the other, without a sync for each. */
  private static final class Lines {
    private final JournalFormat format = new JournalFormat();
    private final OutputStream out;
    private String head = Sha256.NONE;
    private long seq;
    private Instant at = Instant.EPOCH;

    Lines(OutputStream out) {
      this.out = out;
    }

    void write(List<JournalEntry> again) throws IOException {
      for (var entry : again) {
        at = at.isBefore(entry.at()) ? entry.at() : at.plusMillis(137).plusNanos(1001);
        write(entry.event());
      }
    }

    private void write(RunEvent event) throws IOException {
      var line = format.write(++seq, at, format.codec().encode(event), head);
      head = Sha256.hex(line, 0, line.length);
      out.write(line);
      out.write('\n');
    }
  }
}
