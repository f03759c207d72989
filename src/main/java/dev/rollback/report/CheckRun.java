package dev.rollback.report;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Rounds;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Redaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A scenario's checks as they were read outside of a run, once or until all passed.
 *
 * @param started when it began
 * @param waited whether it was waited for checks that did not pass
 * @param stoppedBy what ended it before it was known; empty where nothing did
 */
public record CheckRun(
    String scenario,
    String target,
    Instant started,
    boolean waited,
    Optional<String> stoppedBy,
    Rounds.Ended ended) {
  private static final int MOST_NAMED = 3;

  /** Whether all passed in one round. */
  public boolean healthy() {
    return ended.healthy();
  }

  /** What does not pass, or was not read. */
  List<Rounds.Reading> failing() {
    return ended.readings().stream().filter(r -> !r.passed()).toList();
  }

  /** {@code smoke on staging: 14 of 15 checks pass after 2 min 10 s: login FAIL}; one line. */
  public String verdict() {
    return scenario
        + " on "
        + target
        + ": "
        + stoppedBy.map(by -> "interrupted by " + by + "; ").orElse("")
        + counted()
        + (waited ? " after " + Words.duration(ended.took()) : "")
        + (healthy() || failing().isEmpty() ? "" : ": " + named());
  }

  private String counted() {
    var all = ended.readings().size();
    var passing = all - failing().size();
    if (all == 1) {
      return passing == 1 ? "its check passes" : "its check does not pass";
    }
    if (passing < all) {
      return "%d of %d checks %s".formatted(passing, all, passing == 1 ? "passes" : "pass");
    }
    return "all " + all + " checks pass";
  }

  private String named() {
    var failing = failing();
    var more = failing.size() - MOST_NAMED;
    return failing.stream()
            .limit(MOST_NAMED)
            .map(r -> Printable.line(r.id()) + " " + word(r))
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** The verdict of one check, in a word or two. */
  static String word(Rounds.Reading reading) {
    return reading.result().map(r -> ChecksText.verdict(r.verdict())).orElse("NOT READ");
  }

  /** What is to be told of a check that does not pass; of one that does, what was read. */
  static String sentence(Rounds.Reading reading) {
    return reading.result().map(ChecksText::sentence).orElse("it was not read");
  }

  /**
   * The same without secrets: texts are masked before any form escapes them, for an escaped secret
   * is not the secret that the redactor knows.
   */
  public CheckRun masked(Redactor redactor) {
    var readings = ended.readings().stream().map(r -> masked(r, redactor)).toList();
    return new CheckRun(
        scenario,
        target,
        started,
        waited,
        stoppedBy,
        new Rounds.Ended(readings, ended.took(), ended.stopped()));
  }

  private static Rounds.Reading masked(Rounds.Reading reading, Redactor redactor) {
    var codec = Codec.of(CheckResult.class);
    var redaction = new Redaction(redactor, codec.shape());
    return new Rounds.Reading(
        reading.id(),
        redactor.redact(reading.name()),
        reading.check(),
        reading.result().map(r -> codec.decode(redaction.apply(codec.encode(r)))),
        reading.time());
  }
}
