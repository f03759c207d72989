package dev.rollback.adapter.postgres;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/**
 * The log of the driver, which it writes by {@code java.util.logging}: to where everything else is
 * logged, and never to standard error. What it logs as an error it also throws, and then a person
 * is told.
 */
final class DriverLog {
  /** Held here, since loggers are held weakly, and forget what was set with their last holder. */
  private static final Logger DRIVER = redirected();

  private DriverLog() {}

  private static Logger redirected() {
    var driver = Logger.getLogger("org.postgresql");
    driver.setUseParentHandlers(false);
    driver.setLevel(Level.INFO);
    driver.addHandler(new Redirection());
    return driver;
  }

  /** From now on it goes there. */
  static void redirect() {
    DRIVER.setLevel(Level.INFO);
  }

  private static final class Redirection extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord log) {
      var logger = LoggerFactory.getLogger(String.valueOf(log.getLoggerName()));
      if (logger instanceof LocationAwareLogger aware) {
        aware.log(
            null, // no marker
            log.getSourceClassName(),
            level(log.getLevel()),
            formatter.formatMessage(log),
            new Object[0],
            log.getThrown());
      }
    }

    private static int level(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return LocationAwareLogger.ERROR_INT;
      }
      return level.intValue() >= Level.WARNING.intValue()
          ? LocationAwareLogger.WARN_INT
          : LocationAwareLogger.INFO_INT;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
