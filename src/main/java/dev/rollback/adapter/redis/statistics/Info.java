package dev.rollback.adapter.redis.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What INFO says.
 *
 * @param text as it came
 */
public record Info(String text) {
  /** The section that consists of all others, with the statistics of commands. */
  public static final String EVERYTHING = "everything";

  /** The sections' titles, as the server writes them. */
  List<String> sections() {
    return text.lines().filter(line -> line.startsWith("# ")).map(l -> l.substring(2)).toList();
  }

  /** All fields in the server's order. */
  Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              var colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return fields;
  }

  /** One field as it stands there; empty where there is none of that name. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /** A counter; 0 where there is none of that name. */
  public long count(String name) {
    return field(name).flatMap(Info::whole).orElse(0L);
  }

  /** How often each command was called; only where this INFO was asked for commandstats. */
  Map<String, Long> calls() {
    var calls = new LinkedHashMap<String, Long>();
    fields()
        .forEach(
            (name, value) -> {
              if (name.startsWith("cmdstat_")) {
                Optional.ofNullable(parts(value).get("calls"))
                    .flatMap(Info::whole)
                    .ifPresent(n -> calls.put(name, n));
              }
            });
    return calls;
  }

  /** The parts of a field of several: {@code keys=1,expires=0}; empty for any other. */
  static Map<String, String> parts(String value) {
    var parts = new LinkedHashMap<String, String>();
    for (var part : value.split(",", -1)) {
      var sign = part.indexOf('=');
      if (sign < 1) {
        return Map.of();
      }
      parts.put(part.substring(0, sign), part.substring(sign + 1));
    }
    return parts;
  }

  private static Optional<Long> whole(String value) {
    return value.matches("\\d{1,18}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
  }
}
