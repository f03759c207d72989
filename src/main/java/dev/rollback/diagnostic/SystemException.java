package dev.rollback.diagnostic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The world outside did not do what was needed: unreachable, refused, broken off, full. Neither the
 * user's mistake nor a bug here.
 */
public final class SystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is known of a request that failed. */
  public enum Effect {
    /** It did not take effect: it was never sent, or it was refused. */
    NONE,
    /** It may have taken effect: it was sent, and no answer came. Only an observation can tell. */
    UNKNOWN
  }

  private final Effect effect;
  private final @Nullable String advice;
  private final @Nullable Topic topic;

  private SystemException(
      String message, @Nullable String advice, Effect effect, @Nullable Throwable cause) {
    this(message, advice, effect, cause, null);
  }

  private SystemException(
      String message,
      @Nullable String advice,
      Effect effect,
      @Nullable Throwable cause,
      @Nullable Topic topic) {
    super(message, cause);
    this.effect = effect;
    this.advice = advice;
    this.topic = topic;
  }

  /** The same, with the topic that explains more. */
  public SystemException see(Topic explained) {
    var same = new SystemException(problem(), advice, effect, getCause(), explained);
    same.setStackTrace(getStackTrace());
    return same;
  }

  /** A request that certainly had no effect. */
  public static SystemException refused(String message, String advice) {
    return new SystemException(message, advice, Effect.NONE, null);
  }

  /** A request that certainly had no effect, with what caused it. */
  public static SystemException refused(String message, String advice, Throwable cause) {
    return new SystemException(message, advice, Effect.NONE, cause);
  }

  /** A request of which nobody knows whether it had an effect. */
  public static SystemException unknown(String message, String advice, Throwable cause) {
    return new SystemException(message, advice, Effect.UNKNOWN, cause);
  }

  /** Whether the request may have taken effect. */
  public Effect effect() {
    return effect;
  }

  /** What is wrong and where. */
  public String problem() {
    var message = getMessage();
    return message == null ? "unknown problem" : message;
  }

  /** What to do next. */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }

  /** The topic that explains more. */
  public Optional<Topic> topic() {
    return Optional.ofNullable(topic);
  }

  /** The same as a problem, to be shown. */
  public Diagnostic diagnostic() {
    return new Diagnostic(
        Diagnostic.Severity.ERROR, problem(), Optional.empty(), advice(), topic());
  }
}
