package dev.rollback.cli;

import dev.rollback.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Replaces what differs from run to run, each by a rule of its own. */
final class Normal {
  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String pattern, String replacement) {
      return new Rule(Pattern.compile(pattern), replacement);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("\\b[0-9a-f]{64}\\b", "<sha-256>"),
          Rule.of("\\b[0-9a-f]{40}\\b", "<run-id>"),
          Rule.of("((?:digest|plan) +)[0-9a-f]{12}\\b", "$1<digest>"),
          Rule.of("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<uuid>"),
          Rule.of("api_key:k[0-9a-f]{8}", "api_key:k0000id00"),
          Rule.of("grid-api-[0-9a-z]{10}-[0-9a-z]{5}\\b", "grid-api-0000000000-00pod"),
          // What a pod has logged bears the time of day; all else the clock of the case.
          Rule.of("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z FATAL", "2026-01-15T03:00:00Z FATAL"),
          // The clock begins at 03:00:00, and no case takes a minute: seconds are what differs.
          Rule.of("(?<!\\d)(\\d\\d:\\d\\d):\\d\\d(\\.\\d+)?(Z?)\\b", "$1:00$3"),
          Rule.of("\\w{3}, \\d+ \\w{3} \\d{4} [0-9:]+ GMT", "Thu, 15 Jan 2026 03:00:00 GMT"),
          Rule.of("(milliseconds=)[\\d.E-]+", "$10"),
          // A reading in a report, of a check that measures a time.
          Rule.of("(?m)^(- [\\d:]+: )\\d+\\.[\\dE-]+, ", "$10, "),
          Rule.of("\\b\\d+ min \\d+ s", "N min N s"),
          Rule.of(
              "((?:took|has taken|so far|duration|time to recover) +)\\d+(\\.\\d)? s\\b",
              "$10.0 s"),
          Rule.of("OVERDUE by(\\s+)\\d+ s\\b", "OVERDUE by$1N s"),
          Rule.of("after \\d+(\\.\\d)? s\\b", "after 0.0 s"),
          Rule.of("(\\bin|\\|) \\d+(\\.\\d)? s\\b", "$1 0.0 s"),
          Rule.of(
              "\"((?:undo-)?took|duration|time-to-recover)\" : \"PT[^\"]+\"", "\"$1\" : \"PT0S\""),
          Rule.of("(\"\\w*[sS]econds\" : )[\\d.E-]+", "$1 0"),
          Rule.of("(time=\")[\\d.]+\"", "$10\""),
          Rule.of("\\b\\d+ readings", "N readings"),
          // How often the pod is started again meanwhile is its own affair.
          Rule.of("(exit code 1,\\s+)\\d(\\s+restarts)", "$10$2"),
          Rule.of("(\"samples\" : )\\d+", "$1N"));

  /** A time in a column that is set flush right; its place stays as wide as it was. */
  private static final Pattern COLUMN = Pattern.compile(" {2,}\\d+(\\.\\d)? s\\b");

  private final Map<String, String> places = new LinkedHashMap<>();

  Normal(Path directory, Optional<Sandbox> sandbox) {
    places.put(directory.toString(), "/home/oncall");
    sandbox.ifPresent(this::places);
  }

  private void places(Sandbox sandbox) {
    places.put(sandbox.directory().toString(), "/sandbox");
    places.put(authority(sandbox.http()), "grid.test");
    places.put(authority(sandbox.redis()), "redis.test:6379");
    places.put(authority(sandbox.cluster().uri()), "kubernetes.test");
  }

  private static String authority(URI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }

  String of(String text) {
    var normal = text;
    for (var place : places.entrySet()) {
      normal = normal.replace(place.getKey(), place.getValue());
    }
    for (var rule : RULES) {
      normal = rule.pattern().matcher(normal).replaceAll(rule.replacement());
    }
    return COLUMN
        .matcher(normal)
        .replaceAll(m -> " ".repeat(m.group().length() - "0.0 s".length()) + "0.0 s");
  }
}
