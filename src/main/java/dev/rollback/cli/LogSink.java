package dev.rollback.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.rollback.diagnostic.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place where log lines go, as long as it is open. What is said by this program and what its
 * libraries say have levels of their own: theirs are about their insides. Where no place is open,
 * nothing is logged at all. Every line is redacted.
 */
final class LogSink implements AutoCloseable {
  private static final String OURS = "dev.rollback";

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger - %msg%n";

  /** Beneath the first line of an entry: each entry begins a line, and nothing else does. */
  private static final String INDENT = "\n    ";

  /** From which level on something is said. */
  record Levels(Level ours, Level libraries) {
    /** For a file that somebody reads afterwards. */
    static final Levels FILE = new Levels(Level.DEBUG, Level.INFO);

    /** For standard error, by how often {@code -v} was given. */
    static Levels verbose(int times) {
      return times > 1 ? FILE : new Levels(Level.INFO, Level.WARN);
    }

    boolean want(ILoggingEvent event) {
      return event.getLevel().isGreaterOrEqual(isOurs(event.getLoggerName()) ? ours : libraries);
    }

    private static boolean isOurs(String logger) {
      return logger.equals(OURS) || logger.startsWith(OURS + ".");
    }
  }

  /** Takes lines. Must neither fail nor log. */
  interface Lines {
    /** One or more lines, redacted, with a line break at the end. */
    void write(String text);
  }

  private final LoggerContext context;
  private final Place place;

  private LogSink(LoggerContext context, Place place) {
    this.context = context;
    this.place = place;
  }

  /** Opens one. */
  static LogSink open(Levels levels, Redactor redactor, Lines lines) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var place = new Place(context, levels, redactor, lines);
    synchronized (context) {
      place.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(place);
      level(context);
    }
    return new LogSink(context, place);
  }

  @Override
  public void close() {
    synchronized (context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(place);
      place.stop();
      level(context);
    }
  }

  /** What nobody wants to have is not even made. */
  private static void level(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var ours = Level.OFF;
    var libraries = Level.OFF;
    for (var all = root.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof Place open) {
        ours = lower(ours, open.levels.ours());
        libraries = lower(libraries, open.levels.libraries());
      }
    }
    root.setLevel(libraries);
    context.getLogger(OURS).setLevel(ours);
  }

  private static Level lower(Level one, Level other) {
    return one.isGreaterOrEqual(other) ? other : one;
  }

  private static final class Place extends AppenderBase<ILoggingEvent> {
    private final Levels levels;
    private final Redactor redactor;
    private final Lines lines;
    private final PatternLayout layout = new PatternLayout();

    Place(LoggerContext context, Levels levels, Redactor redactor, Lines lines) {
      this.levels = levels;
      this.redactor = redactor;
      this.lines = lines;
      setContext(context);
      layout.setContext(context);
      layout.setPattern(PATTERN);
    }

    @Override
    public void start() {
      layout.start();
      super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (levels.want(event)) {
        var text = redactor.redact(layout.doLayout(event)).stripTrailing();
        lines.write(text.replaceAll("\\R", INDENT) + "\n");
      }
    }
  }
}
