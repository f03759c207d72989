package dev.rollback.adapter.postgres;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log of the driver, which it writes by {@code java.util.logging} to standard error. What it
 * logs as an error it also throws, and then a person is told.
 */
final class DriverLog {
  /** Held here, since loggers are held weakly, and forget their level with their last holder. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private DriverLog() {}

  /** From now on it is silent. */
  static void silence() {
    DRIVER.setLevel(Level.OFF);
  }
}
