package dev.rollback.adapter.redis.keys;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a census found.
 *
 * @param prefixes how the names begin, those of most keys first
 */
public record CountedKeys(KeySet keys, List<PrefixCount> prefixes) {
  private static final int SHOWN = 8;

  /** Keeps its own copy. */
  public CountedKeys {
    prefixes = List.copyOf(prefixes);
  }

  /** {@code by prefix: session: 3,000 (75 %), cache: 1,000 (25 %), and 2 more}. */
  String byPrefix() {
    var shown =
        prefixes.stream()
            .limit(SHOWN)
            .map(p -> "%s %,d (%s)".formatted(p.prefix(), p.keys(), percent(p.keys(), keys.keys())))
            .collect(Collectors.joining(", "));
    var more = prefixes.size() - SHOWN;
    return "by prefix: " + shown + (more > 0 ? ", and " + more + " more" : "");
  }

  private static String percent(long part, long all) {
    var percent = Math.round(100.0 * part / all);
    return percent == 0 ? "under 1 %" : percent + " %";
  }
}
