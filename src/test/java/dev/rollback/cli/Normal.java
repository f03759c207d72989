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
          Rule.of("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<uuid>"),
          Rule.of("api_key:k[0-9a-f]{8}", "api_key:<id>"),
          // The clock begins at 03:00:00, and no case takes a minute: seconds are what differs.
          Rule.of("(T?\\d\\d:\\d\\d):\\d\\d(\\.\\d+)?(Z?)\\b", "$1:00$3"));

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
    return normal;
  }
}
