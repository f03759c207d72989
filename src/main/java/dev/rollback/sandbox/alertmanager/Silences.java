package dev.rollback.sandbox.alertmanager;

import dev.rollback.sandbox.alertmanager.Silence.State;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All silences there ever were; they begin and end by the clock. */
final class Silences {
  private final Clock clock;
  private final Map<String, Silence> all = new LinkedHashMap<>();

  Silences(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Those in force first, and of each state those that end first. */
  synchronized List<Silence> all() {
    var now = now();
    return all.values().stream()
        .sorted(
            Comparator.<Silence, State>comparing(s -> s.state(now)).thenComparing(Silence::ends))
        .toList();
  }

  synchronized Optional<Silence> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** The ids of those in force that mean these labels. */
  synchronized List<String> silencing(Map<String, String> labels) {
    var now = now();
    return all.values().stream()
        .filter(s -> s.state(now) == State.ACTIVE && s.matches(labels))
        .map(Silence::id)
        .toList();
  }

  /**
   * Creates one, or changes the one with this id; where that cannot be changed so, it ends and
   * another one takes its place.
   *
   * @return the id of the one that is there now
   * @throws RefusedException when it cannot be one
   */
  synchronized String set(Silence wanted) throws RefusedException {
    var now = now();
    check(wanted, now);
    if (!wanted.id().isEmpty() && !all.containsKey(wanted.id())) {
      throw RefusedException.text(404, "silence not found");
    }
    var before = find(wanted.id());
    if (before.filter(b -> changeable(b, wanted, now)).isPresent()) {
      all.put(wanted.id(), wanted.updated(now));
      return wanted.id();
    }
    before.filter(b -> b.state(now) != State.EXPIRED).ifPresent(b -> put(b.expired(now)));
    var created = wanted.named(UUID.randomUUID().toString()).updated(now);
    put(created.starts().isBefore(now) ? created.from(now) : created);
    return created.id();
  }

  private void put(Silence silence) {
    all.put(silence.id(), silence);
  }

  private static void check(Silence wanted, Instant now) throws RefusedException {
    if (!wanted.starts().isBefore(wanted.ends())) {
      throw RefusedException.text(
          400, "Failed to create silence: start time must be before end time");
    }
    if (wanted.ends().isBefore(now)) {
      throw RefusedException.text(400, "Failed to create silence: end time can't be in the past");
    }
    var place = 0;
    for (var matcher : wanted.matchers()) {
      matcher.check("silence invalid: invalid label matcher " + place++ + ": ");
    }
    if (wanted.matchers().stream().allMatch(matcher -> matcher.matches(""))) {
      throw RefusedException.text(
          400, "silence invalid: at least one matcher must not match the empty string");
    }
  }

  private static boolean changeable(Silence before, Silence wanted, Instant now) {
    return before.matchers().equals(wanted.matchers())
        && switch (before.state(now)) {
          case ACTIVE -> before.starts().equals(wanted.starts()) && !wanted.ends().isBefore(now);
          case PENDING -> !wanted.starts().isBefore(now);
          case EXPIRED -> false;
        };
  }

  /**
   * Ends one now; one that has ended stays as it is.
   *
   * @throws RefusedException when there is none with this id
   */
  synchronized void expire(String id) throws RefusedException {
    var now = now();
    var silence = find(id);
    if (silence.isEmpty()) {
      throw RefusedException.text(500, "silence not found");
    }
    silence.filter(s -> s.state(now) != State.EXPIRED).ifPresent(s -> put(s.expired(now)));
  }
}
