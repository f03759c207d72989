package dev.rollback.sandbox.alertmanager;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A silence, of whatever time. */
record Silence(
    String id,
    List<LabelMatcher> matchers,
    Instant starts,
    Instant ends,
    String createdBy,
    String comment,
    Instant updated) {
  /** Keeps its own copy. */
  Silence {
    matchers = List.copyOf(matchers);
  }

  enum State {
    ACTIVE("active"),
    PENDING("pending"),
    EXPIRED("expired");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  State state(Instant now) {
    if (now.isBefore(starts)) {
      return State.PENDING;
    }
    return now.isBefore(ends) ? State.ACTIVE : State.EXPIRED;
  }

  boolean matches(Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  Silence from(Instant at) {
    return new Silence(id, matchers, at, ends, createdBy, comment, updated);
  }

  Silence named(String other) {
    return new Silence(other, matchers, starts, ends, createdBy, comment, updated);
  }

  Silence updated(Instant at) {
    return new Silence(id, matchers, starts, ends, createdBy, comment, at);
  }

  /** One that has not begun never does. */
  Silence expired(Instant at) {
    return new Silence(id, matchers, starts.isAfter(at) ? at : starts, at, createdBy, comment, at);
  }

  /** As a person would write it. */
  SilenceView view(Instant now) {
    var text = matchers.stream().map(LabelMatcher::text).collect(Collectors.joining(", "));
    return new SilenceView(text, starts, ends, createdBy, comment, state(now) == State.ACTIVE);
  }
}
