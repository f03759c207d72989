package dev.rollback.cli;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The log on standard error, where {@code -v} or ROLLBACK_LOG_LEVEL asks for it: INFO is {@code
 * -v}, DEBUG is {@code -vv}. Where nobody does, nothing of the logging library is even loaded.
 */
final class Verbose implements AutoCloseable {
  private final Optional<LogSink> sink;

  Verbose(World world, int times) {
    var level = world.environment().getOrDefault("ROLLBACK_LOG_LEVEL", "").toUpperCase(Locale.ROOT);
    var wanted =
        switch (level) {
          case "TRACE", "DEBUG" -> 2;
          case "INFO" -> Math.max(times, 1);
          default -> times;
        };
    this.sink =
        wanted == 0
            ? Optional.empty()
            : Optional.of(
                LogSink.open(
                    LogSink.Levels.verbose(wanted), world.redactor(), world.console()::error));
  }

  /** The command ends with this: what a person is told of it has no causes and no places. */
  void endedBy(RuntimeException why) {
    sink.ifPresent(_ -> LoggerFactory.getLogger(Verbose.class).debug("the command ended by", why));
  }

  @Override
  public void close() {
    sink.ifPresent(LogSink::close);
  }
}
