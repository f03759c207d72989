package dev.rollback.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a server whose start has failed: who has started them has no handle of them.
 * They are known by the server's directory, which no other process names.
 *
 * @param directory of the server alone
 */
record Leftovers(Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int POLL_MILLIS = 20;

  /** Ends them: again and again, for one may just start the next. */
  void end() {
    // A start that was interrupted must still be ended.
    boolean interrupted = Thread.interrupted();
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      for (var left = all(); !left.isEmpty(); left = all()) {
        left.forEach(ProcessHandle::destroyForcibly);
        if (System.nanoTime() > deadline) {
          LOG.warn("processes of {} do not end: {}", directory, left);
          return;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** With what they have started. */
  List<ProcessHandle> all() {
    return ProcessHandle.allProcesses()
        .filter(this::names)
        .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
        .distinct()
        .toList();
  }

  private boolean names(ProcessHandle process) {
    return Stream.of(process.info().arguments().orElseGet(() -> new String[0]))
        .anyMatch(argument -> argument.contains(directory.toString()));
  }
}
