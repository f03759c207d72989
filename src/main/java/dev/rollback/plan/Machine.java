package dev.rollback.plan;

import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run needs of the machine that it is started on.
 *
 * @param clock the machine's own
 * @param mostSkew how far apart its clock and that of a system may be: what is leased for so long
 *     must not seem to have ended
 * @param state where runs are recorded; it need not be there yet
 */
public record Machine(Clock clock, Duration mostSkew, Path state) {
  /** How a result calls it that is about no connection. */
  public static final String LABEL = "this machine";

  /** What a journal needs besides the contents of bulk actions. */
  static final long JOURNAL = 16L << 20;

  private static final String CLOCK = "a clock within ";
  private static final Duration NOTICED = Duration.ofSeconds(3);

  /** Whether a result says that a clock is wrong, and not so much that anything is refused. */
  public static boolean isClockWarning(PreflightResult result) {
    return result.warning() && result.what().startsWith(CLOCK);
  }

  /** {@code a clock within 30 s of this machine's}. */
  String clockNeeded() {
    return CLOCK + mostSkew.toSeconds() + " s of this machine's";
  }

  /** Compares a system's clock with this one's; what the question took is nobody's fault. */
  Finding clock(Connection<?, ?> connection) {
    var before = clock.instant();
    var told = connection.time();
    var after = clock.instant();
    if (told.isEmpty()) {
      return new Finding.Met();
    }
    var earliest = told.get().at();
    var latest = earliest.plus(told.get().exactness());
    var ahead = Duration.between(after, earliest);
    var behind = Duration.between(latest, before);
    var skew = ahead.compareTo(behind) > 0 ? ahead : behind;
    if (skew.compareTo(NOTICED) <= 0) {
      return new Finding.Met();
    }
    var why =
        "Its clock is %s %s this machine's."
            .formatted(seconds(skew), ahead.isPositive() ? "ahead of" : "behind");
    var remedy = "See which of the two is wrong: timedatectl status";
    return skew.compareTo(mostSkew) > 0
        ? new Finding.Missing(why, remedy)
        : new Finding.Warning(why, remedy);
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }

  /** {@code 48 MiB free in /home/oncall/.local/state/rollback}. */
  String diskNeeded(long bytes) {
    return mebibytes(bytes) + " free in " + state;
  }

  /** Whether so much is free there. */
  Finding disk(long bytes) {
    var there = state.toAbsolutePath();
    while (!Files.isDirectory(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      var free = Files.getFileStore(there).getUsableSpace();
      return free >= bytes
          ? new Finding.Met()
          : new Finding.Missing(
              "There are %s free, and the state before each change is kept there."
                  .formatted(mebibytes(free)),
              "Make room, or name another place: XDG_STATE_HOME=DIRECTORY");
    } catch (IOException e) {
      return new Finding.Missing(
          "It cannot be told how much is free: " + e.getMessage(), "Look at that file system.");
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }
}
