package dev.rollback.drill;

import dev.rollback.sandbox.Sandbox;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes what two sandboxes hold comparable: addresses, directories, names of users and of pods are
 * others in each, and times and marks of restarts in each run.
 *
 * @param names what stands for what
 */
public record Scrub(Map<String, String> names) {
  private static final Map<Pattern, String> RULES =
      Map.of(
          Pattern.compile("grid-api-[a-z0-9]{5,12}-[a-z0-9]{4,6}\\b"), "grid-api-<pod>",
          Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?"), "<time>");

  private static final Pattern MARK =
      Pattern.compile(
          "\"(kubectl\\.kubernetes\\.io/restartedAt|rollback\\.dev/restarted-at)\":\"[^\"]*\",?");
  private static final Pattern EMPTY =
      Pattern.compile(",\"annotations\":\\{}|\"annotations\":\\{},");

  /** Of this sandbox. */
  public static Scrub of(Sandbox sandbox) {
    var names = new LinkedHashMap<String, String>();
    names.put(sandbox.directory().toString(), "<directory>");
    names.put(address(sandbox.redis()), "<redis>");
    names.put(address(URI.create(sandbox.postgres().substring("jdbc:".length()))), "<postgres>");
    names.put(address(sandbox.http()), "<service>");
    names.put(address(sandbox.cluster().uri()), "<kubernetes>");
    var users = sandbox.accounts().users();
    for (var n = 0; n < users.size(); n++) {
      names.put(users.get(n).keyId(), "<key " + n + ">");
      names.put(users.get(n).email(), "<user " + n + ">");
    }
    return new Scrub(names);
  }

  private static String address(URI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }

  /** A text without any of it. */
  public String of(String text) {
    var rest = MARK.matcher(text).replaceAll("");
    rest = named(EMPTY.matcher(rest).replaceAll(""));
    for (var rule : RULES.entrySet()) {
      rest = rule.getKey().matcher(rest).replaceAll(rule.getValue());
    }
    return rest;
  }

  /** A text without what only this sandbox has: times and marks are left. */
  public String named(String text) {
    var rest = text;
    for (var name : names.entrySet()) {
      rest = rest.replace(name.getKey(), name.getValue());
    }
    return rest;
  }
}
