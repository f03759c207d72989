package dev.rollback.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the driver logs goes where everything else is logged. */
class DriverLogTest {
  @Test
  void itsWarningsArriveAndItsMessagesOfEveryByteDoNot() {
    DriverLog.redirect();
    var logger = (Logger) LoggerFactory.getLogger("org.postgresql.core.some");
    var heard = new ListAppender<ILoggingEvent>();
    heard.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(heard);
    try {
      var driver = java.util.logging.Logger.getLogger("org.postgresql.core.some");
      driver.log(java.util.logging.Level.WARNING, "no {0}", "luck");
      driver.fine("every byte");
    } finally {
      logger.detachAppender(heard);
      logger.setLevel(null);
    }
    assertThat(heard.list)
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.getLevel()).isEqualTo(Level.WARN);
              assertThat(e.getFormattedMessage()).isEqualTo("no luck");
            });
  }
}
