package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import dev.rollback.process.Ended.Cut;
import java.io.IOException;
import java.util.Locale;

/** Says of a program that was killed what is known of it. */
final class Interruption {
  private Interruption() {}

  /**
   * Always throws.
   *
   * @param more what else there is to say, a sentence or nothing
   */
  static Ended raise(Ended ended, Command command, String where, String more) {
    var why =
        ended.cut().filter(c -> c == Cut.TOO_LATE).isPresent()
            ? "did not end within " + seconds(command.patience().toMillis()) + " and was killed"
            : "was killed, because this process is to end";
    throw SystemException.unknown(
        "%s on %s %s%s%s".formatted(command.program(), where, why, more, Words.printed(ended)),
        "Look at what it has done. Give it more time if it only takes longer.",
        new IOException("ended after " + seconds(ended.took().toMillis())));
  }

  static String seconds(long millis) {
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
