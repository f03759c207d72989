package dev.rollback.adapter.host.machine;

import dev.rollback.process.Ended;
import java.util.function.Consumer;

/** Where programs are run. Safe for use by several threads. */
public interface Machine {
  /** How many bytes of each output of a program are kept. */
  int ROOM = 256 << 10;

  /** What an engineer would call it: {@code ops@cache-1}. */
  String address();

  /**
   * Runs a program to its end.
   *
   * @param lines is told each line that it prints, in other threads
   * @throws dev.rollback.diagnostic.SystemException without any effect when it was certainly not
   *     started; else of unknown effect, when it was killed because it took too long, or nobody
   *     knows how it ended
   */
  Ended run(Command command, Consumer<String> lines);
}
