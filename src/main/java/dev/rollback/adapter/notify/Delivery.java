package dev.rollback.adapter.notify;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.Answer;
import dev.rollback.web.Bodies;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends a message at most once as far as anybody can: what certainly was not accepted is sent
 * again, and what may have been only where the receiver knows the event by its id.
 */
final class Delivery {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** In less time no answer comes. */
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private final NotifySettings settings;
  private final String name;
  private final Pace pace;
  private final Consumer<String> progress;
  private final Optional<Instant> end;
  private Optional<SystemException> unclear = Optional.empty();

  Delivery(
      NotifySettings settings,
      String name,
      Pace pace,
      Optional<Duration> patience,
      Consumer<String> progress) {
    this.settings = settings;
    this.name = name;
    this.pace = pace;
    this.progress = progress;
    this.end = patience.map(pace.clock().instant()::plus);
  }

  /** What came of one attempt. */
  private sealed interface Attempt {
    /** It is there. */
    record Accepted(String said) implements Attempt {}

    /** It certainly was not accepted; {@code again} tells whether it may be, and how soon. */
    record NotAccepted(SystemException why, boolean again, Duration notBefore) implements Attempt {}

    /** It may have been accepted. */
    record Unclear(SystemException why) implements Attempt {}
  }

  /**
   * Sends it, one attempt after the other.
   *
   * @param post sends it once, and waits so long for the answer
   * @return what the receiver said, one line
   * @throws SystemException when it was not accepted, or nobody knows
   */
  String of(Function<Duration, Answer> post) {
    var pause = FIRST_PAUSE;
    for (var attempt = 1; ; attempt++) {
      var last = attempt >= settings.attempts() || Thread.currentThread().isInterrupted();
      switch (attempt(() -> post.apply(timeout()))) {
        case Attempt.Accepted(var said) -> {
          return attempt == 1 ? said : said + ", at attempt " + attempt;
        }
        case Attempt.Unclear(var why) -> {
          unclear = Optional.of(why);
          if (last || !settings.idempotent() || isOver(pause)) {
            throw why;
          }
          pause(why, pause);
        }
        case Attempt.NotAccepted(var why, var again, var notBefore) -> {
          var wait = pause.compareTo(notBefore) > 0 ? pause : notBefore;
          if (last || !again || notBefore.compareTo(LONGEST_PAUSE) > 0 || isOver(wait)) {
            throw unclear.map(earlier -> stillUnclear(earlier, why)).orElse(why);
          }
          pause(why, wait);
        }
      }
      pause = pause.multipliedBy(2);
    }
  }

  /** Whether there is no time for another attempt after a pause. */
  private boolean isOver(Duration pause) {
    return end.filter(at -> !pace.clock().instant().plus(pause).plus(SHORTEST).isBefore(at))
        .isPresent();
  }

  /** What is left for an answer. */
  private Duration timeout() {
    return end.map(at -> Duration.between(pace.clock().instant(), at))
        .map(left -> left.compareTo(SHORTEST) > 0 ? left : SHORTEST)
        .filter(left -> left.compareTo(settings.timeout()) < 0)
        .orElse(settings.timeout());
  }

  private void pause(SystemException why, Duration time) {
    progress.accept(why.problem() + " Sent again in " + ResponseTimeout.text(time) + ".");
    pace.pause(time);
  }

  /** A later refusal does not tell what became of the attempt before it. */
  private static SystemException stillUnclear(SystemException earlier, SystemException later) {
    return SystemException.unknown(
        earlier.problem() + " A later attempt was not accepted: " + later.problem(),
        earlier.advice().orElse("See whether it arrived."),
        later);
  }

  private Attempt attempt(Supplier<Answer> post) {
    try {
      return judged(post.get());
    } catch (SystemException e) {
      return e.effect() == SystemException.Effect.NONE
          ? new Attempt.NotAccepted(e, true, Duration.ZERO)
          : new Attempt.Unclear(e);
    }
  }

  private Attempt judged(Answer answer) {
    var status = answer.status();
    var said = "HTTP " + status + " " + Bodies.shown(answer.body());
    if (status >= 200 && status < 300) {
      return new Attempt.Accepted("accepted: " + said.strip());
    }
    // By their definition these two say that the request was not taken on.
    if (status == 429 || status == 503) {
      return new Attempt.NotAccepted(
          refused(said, "It is overloaded: try again later."), true, retryAfter(answer));
    }
    if (status >= 500) {
      return new Attempt.Unclear(
          SystemException.unknown(
              "Whether " + name + " has accepted the message is not known: " + said.strip() + ".",
              "See whether the message arrived, then resume and answer.",
              new IllegalStateException("HTTP " + status)));
    }
    return new Attempt.NotAccepted(refused(said, advice(status)), false, Duration.ZERO);
  }

  private SystemException refused(String said, String advice) {
    return SystemException.refused(
        name + " does not accept the message: " + said.strip() + ".", advice);
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403, 404, 410 ->
          "The webhook may have been revoked, or its channel archived: make a new one and put its"
              + " URL where the old one is kept.";
      default ->
          status < 400
              ? "It leads to another address, which is not followed: keep that one as its URL."
              : "Mend the message as it says.";
    };
  }

  /** Seconds, or a date. */
  private Duration retryAfter(Answer answer) {
    var text = Optional.ofNullable(answer.headers().get("retry-after")).orElse("0").strip();
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var wait = Duration.between(pace.clock().instant(), at);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO; // no time that anybody could wait for
    }
  }
}
