package dev.rollback.adapter.host.machine;

import dev.rollback.process.Ended;
import java.util.function.Consumer;

/** A machine as it is changed. */
public interface HostWriter extends HostReader {
  /**
   * Runs a program to its end.
   *
   * @param lines is told each line that it prints, in other threads
   * @throws dev.rollback.diagnostic.SystemException without any effect when it was certainly not
   *     started; else of unknown effect, when it was killed because it took too long, or nobody
   *     knows how it ended
   */
  Ended run(Command command, Consumer<String> lines);

  /** The same for whoever waits for the end. */
  default Ended run(Command command) {
    return run(command, _ -> {});
  }
}
