package dev.rollback.crash;

import dev.rollback.crash.Ledger.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a case in a sandbox of its own has come to what the rehearsal in another one has come to.
 * What was the same in both before must be the same afterwards; of what was not, such as a secret,
 * it must be the same whether it was changed.
 */
public final class Likeness {
  private Likeness() {}

  /** What was there before, and what is there now, in one sandbox. */
  public record Change(Map<String, Held> before, Map<String, Held> now) {
    /** What is not as it was before, by name. */
    public SortedSet<String> changed() {
      var names = new TreeSet<>(before.keySet());
      names.addAll(now.keySet());
      names.removeIf(n -> value(before, n).equals(value(now, n)) || isTheirs(n));
      return names;
    }

    /** The same, less what may be a customer's: nothing at all has moved. */
    boolean isNone() {
      return changed().isEmpty()
          && before.entrySet().stream()
              .filter(e -> e.getValue().expires() < 0)
              .allMatch(e -> value(now, e.getKey()).equals(Optional.of(e.getValue().value())));
    }

    /** A customer's: the service has made it, since then, for a time. */
    private boolean isTheirs(String name) {
      return isCached(name) && (ends(now, name) || (!now.containsKey(name) && ends(before, name)));
    }
  }

  /** What the service makes by itself for whoever asks it. */
  private static boolean isCached(String name) {
    return name.startsWith("Redis cache:grid:") || name.startsWith("Redis api_key:");
  }

  private static boolean ends(Map<String, Held> held, String name) {
    return Optional.ofNullable(held.get(name)).filter(h -> h.expires() >= 0).isPresent();
  }

  private static Optional<String> value(Map<String, Held> held, String name) {
    return Optional.ofNullable(held.get(name)).map(Held::value);
  }

  /** What has come out otherwise here than in the rehearsal. */
  public static List<String> differences(Change here, Change rehearsed) {
    var found = new ArrayList<String>();
    var names = new TreeSet<>(here.changed());
    names.addAll(rehearsed.changed());
    for (var name : names) {
      if (here.isTheirs(name) || rehearsed.isTheirs(name)) {
        continue;
      }
      var comparable =
          value(here.before(), name).equals(value(rehearsed.before(), name)) && !isGenerated(name);
      if (comparable
          ? !Objects.equals(value(here.now(), name), value(rehearsed.now(), name))
          : here.changed().contains(name) != rehearsed.changed().contains(name)) {
        found.add(
            "%s is %s, not %s"
                .formatted(name, shown(here.now(), name), shown(rehearsed.now(), name)));
      }
    }
    return found;
  }

  /** A run that rotates secrets makes others each time. */
  private static boolean isGenerated(String name) {
    return name.startsWith("Kubernetes Secret ") || name.equals("footprint database roles");
  }

  /**
   * What is not as it was before, less what may be. What a customer had made anew is left by an
   * undo, and its time may be over since.
   *
   * @param met what an undo found
   */
  public static List<String> notBack(
      Change here, Collection<String> foretold, Collection<Map<String, Held>> met) {
    return here.changed().stream()
        .filter(name -> !foretold.contains(name))
        .filter(
            name ->
                !(isCached(name)
                    && !here.now().containsKey(name)
                    && met.stream().anyMatch(found -> ends(found, name))))
        .map(
            name ->
                "%s is %s, not %s"
                    .formatted(name, shown(here.now(), name), shown(here.before(), name)))
        .toList();
  }

  private static String shown(Map<String, Held> all, String name) {
    var text = value(all, name).orElse("missing");
    return text.length() > 2_000 ? text.substring(0, 2_000) + " …" : text;
  }
}
