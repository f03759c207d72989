package dev.rollback.action;

import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the configuration says that the system behind a connection must be.
 *
 * @param possible the facts by which such a system tells what it is; empty where it has none
 * @param wanted the facts that it is pinned to, by name; empty where it is not pinned
 * @param command what pins it to what it is now
 */
public record Pin(List<Fact> possible, Map<String, String> wanted, String command) {
  private static final Pin NONE = new Pin(List.of(), Map.of(), "");

  /** Keeps its own copies. */
  public Pin {
    possible = List.copyOf(possible);
    wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
  }

  /** That of a system which nobody pins. */
  public static Pin none() {
    return NONE;
  }

  /** Whether the configuration says anything. */
  public boolean set() {
    return !wanted.isEmpty();
  }

  /** Whether a system of this kind can be pinned at all. */
  public boolean settable() {
    return !possible.isEmpty();
  }

  /** {@code role master, run-id 0123}. */
  public String label() {
    return label(wanted);
  }

  /** Facts in one line. */
  public static String label(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  /**
   * Compares what is wanted with what is there.
   *
   * @param where the address, for the message
   * @param live asks the system for one fact; empty where it has none of this name
   * @throws SystemException without any effect, when it is another system or cannot be asked
   */
  public void confirm(String where, Function<String, Optional<String>> live) {
    var others = new ArrayList<String>();
    wanted.forEach(
        (name, value) -> {
          var found = live.apply(name);
          if (!found.equals(Optional.of(value))) {
            others.add(
                "its %s is %s, and rollback.yaml says %s%s"
                    .formatted(name, found.orElse("not to be had"), value, whenNot(name)));
          }
        });
    if (!others.isEmpty()) {
      throw SystemException.refused(
          where + " is not the system that is meant: " + String.join("; ", others) + ".",
          "Mend the connection in rollback.yaml. Only if this is the right system now: "
              + command
              + " --replace");
    }
  }

  private String whenNot(String name) {
    var lasting =
        possible.stream().filter(f -> f.name().equals(name)).findFirst().map(Fact::lasting);
    return lasting.orElse(true) ? "" : " (it is another one after each restart)";
  }
}
