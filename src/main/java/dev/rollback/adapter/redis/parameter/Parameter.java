package dev.rollback.adapter.redis.parameter;

import dev.rollback.action.Risk;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known of single parameters of a server. */
final class Parameter {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  /** {@code requirepass}, {@code masterauth}, {@code tls-key-file-pass} and what forks have. */
  private static final Pattern SECRET = Pattern.compile(".*(auth|pass|password|secret|token)");

  /** A change of these takes away the way on which it is made, and on which it would be undone. */
  private static final Set<String> REACHED_BY =
      Set.of("port", "tls-port", "bind", "unixsocket", "protected-mode", "rename-command");

  /** Clients or replicas notice a change of these. */
  private static final Pattern NOTICED =
      Pattern.compile(
          "appendonly|save|dir|dbfilename|maxclients|timeout|client-output-buffer-limit"
              + "|maxmemory-clients|min-replicas-.*|min-slaves-.*|.*-read-only|.*-serve-stale-data"
              + "|tls-.*|cluster-.*|repl-.*|stop-writes-on-bgsave-error|aclfile");

  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern SIZE = Pattern.compile("(\\d+)(b|k|kb|m|mb|g|gb)?");
  private static final Map<String, Long> UNITS =
      Map.of(
          "b", 1L,
          "k", 1_000L,
          "kb", 1L << 10,
          "m", 1_000_000L,
          "mb", 1L << 20,
          "g", 1_000_000_000L,
          "gb", 1L << 30);

  private Parameter() {}

  /**
   * Refuses a name that no runbook may set.
   *
   * @throws IllegalArgumentException saying why
   */
  static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no parameter: lower case letters, digits and hyphens");
    }
    if (SECRET.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' holds a secret: what it was would have to stand in the journal for the undo, so"
              + " it is changed by hand");
    }
    if (REACHED_BY.contains(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' decides how the server is reached: the change might cut off its own undo, so it"
              + " is made by hand");
    }
  }

  /** A value as the server will write it, where it writes another form than it takes. */
  static String written(String current, String wanted) {
    var text = wanted.strip();
    var lower = text.toLowerCase(Locale.ROOT);
    if (Set.of("yes", "no").contains(current)) {
      return Set.of("yes", "no").contains(lower) ? lower : text;
    }
    var size = SIZE.matcher(lower);
    if (WHOLE.matcher(current).matches() && size.matches()) {
      var unit = size.group(2) == null ? "b" : size.group(2);
      return new BigInteger(size.group(1))
          .multiply(BigInteger.valueOf(UNITS.getOrDefault(unit, 1L)))
          .toString();
    }
    return text;
  }

  /** How much harm a change of one parameter can do. */
  static Risk risk(String name, String before, String after) {
    if (before.equals(after)) {
      return Risk.REVERSIBLE;
    }
    if (Eviction.possible(name, before, after)) {
      return Risk.DESTRUCTIVE;
    }
    return NOTICED.matcher(name).matches() ? Risk.DISRUPTIVE : Risk.REVERSIBLE;
  }
}
