package dev.rollback.network;

import dev.rollback.action.Target;
import dev.rollback.crash.Ledger.Held;
import dev.rollback.crash.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys of Redis that a step moves, as they were and as they are. */
record Keys(
    Map<String, Held> before, Map<String, Held> now, List<Pattern> patterns, String customer) {
  /**
   * The keys of a step's target; none where it is another thing.
   *
   * @param customer the id of somebody who uses the service all the while: what it remembers for
   *     them it may forget and make anew at any time
   */
  static Keys of(Target target, Snapshot before, Snapshot now, String customer) {
    return new Keys(
        before.of("Redis"),
        now.of("Redis"),
        target.object().equals("keys")
            ? target.parts().stream().map(Keys::glob).toList()
            : List.of(),
        customer);
  }

  private boolean isMine(String key) {
    return !key.endsWith(":" + customer)
        && patterns.stream().anyMatch(p -> p.matcher(key).matches());
  }

  /** Those that are gone, of those that were there and have not come to their end. */
  List<String> gone() {
    var time = System.currentTimeMillis();
    return before.entrySet().stream()
        .filter(e -> isMine(e.getKey()) && !now.containsKey(e.getKey()))
        .filter(e -> e.getValue().expires() < 0 || e.getValue().expires() > time)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those that are there as they were. */
  List<String> kept() {
    return before.keySet().stream().filter(this::isMine).filter(this::isKept).toList();
  }

  private boolean isKept(String key) {
    return Optional.ofNullable(now.get(key))
        .filter(held -> Optional.ofNullable(before.get(key)).filter(held::same).isPresent())
        .isPresent();
  }

  /**
   * Whether there were some, and each is as it was: what customers have made anew under the same
   * name is not.
   */
  boolean asBefore() {
    var mine = before.keySet().stream().filter(this::isMine).toList();
    return !mine.isEmpty() && mine.stream().allMatch(this::isKept);
  }

  /** A pattern of Redis that has only {@code *}. */
  private static Pattern glob(String glob) {
    return Pattern.compile(
        Pattern.compile("[^*]+")
            .matcher(glob)
            .results()
            .map(part -> Pattern.quote(part.group()))
            .collect(
                Collectors.joining(
                    ".*", glob.startsWith("*") ? ".*" : "", glob.endsWith("*") ? ".*" : "")));
  }
}
