package dev.rollback.crash;

import dev.rollback.crash.Ledger.Held;
import dev.rollback.drill.Scrub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all systems held at one time.
 *
 * @param held by system, then by name
 */
public record Snapshot(Map<String, Map<String, Held>> held) {

  /** What one system held. */
  public Map<String, Held> of(String system) {
    return held.getOrDefault(system, Map.of());
  }

  /** All of it, with the system's name before each. */
  Map<String, Held> all() {
    var all = new TreeMap<String, Held>();
    held.forEach((system, things) -> things.forEach((n, h) -> all.put(system + " " + n, h)));
    return all;
  }

  /** All of it, without what is another thing in each sandbox. */
  public Map<String, Held> scrubbed(Scrub scrub) {
    var scrubbed = new TreeMap<String, Held>();
    all()
        .forEach(
            (name, held) -> {
              if (name.startsWith("Redis ")) {
                // Many, and their values are no text.
                scrubbed.put(isOfUser(name) ? scrub.named(name) : name, held);
              } else {
                scrubbed.put(scrub.of(name), new Held(scrub.of(held.value()), held.expires()));
              }
            });
    return scrubbed;
  }

  private static boolean isOfUser(String name) {
    return name.startsWith("Redis api_key:") || name.startsWith("Redis cache:grid:");
  }

  /**
   * What is here as it is in neither of two states: the one that is to be there, or the one that is
   * there when nobody dies. They differ in what the systems' own users have changed meanwhile; of
   * that, the end of life is theirs, and is not compared.
   */
  public List<String> differences(Snapshot wanted, Snapshot undisturbed) {
    var here = all();
    var first = wanted.all();
    var second = undisturbed.all();
    var names = new TreeSet<>(here.keySet());
    names.addAll(first.keySet());
    names.addAll(second.keySet());
    var found = new ArrayList<String>();
    for (var name : names) {
      if (!same(here, first, name) && !sameValue(here, second, name) && !isPage(name)) {
        found.add("%s is %s, not %s".formatted(name, shown(here, name), shown(first, name)));
      }
    }
    return found;
  }

  /** Pages that the service remembers for customers: faults that are put back leave them alone. */
  private static boolean isPage(String name) {
    return name.startsWith("Redis cache:grid:");
  }

  private static boolean same(Map<String, Held> one, Map<String, Held> other, String name) {
    var a = one.get(name);
    var b = other.get(name);
    return a == null ? b == null : b != null && a.same(b);
  }

  private static boolean sameValue(Map<String, Held> one, Map<String, Held> other, String name) {
    var a = one.get(name);
    var b = other.get(name);
    return a == null ? b == null : b != null && a.value().equals(b.value());
  }

  private static String shown(Map<String, Held> all, String name) {
    var held = all.get(name);
    if (held == null) {
      return "missing";
    }
    var value = held.value();
    return (value.length() > 2_000 ? value.substring(0, 2_000) + " …" : value)
        + (held.expires() < 0 ? "" : " until " + held.expires());
  }
}
