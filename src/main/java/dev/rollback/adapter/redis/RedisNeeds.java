package dev.rollback.adapter.redis;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What actions need on a Redis server, and how it is asked for. */
final class RedisNeeds {
  private RedisNeeds() {}

  /** Everything that deleting keys and bringing them back takes. */
  static List<Requirement<RedisReader>> forDeleting(KeyPattern pattern) {
    var key = pattern.specimen();
    return List.of(
        Requirement.both("a master", RedisNeeds::master),
        Requirement.both("a server that is no cluster", RedisNeeds::single),
        Requirement.both("SCAN", r -> permitted(r, pattern, "SCAN", text("0"))),
        Requirement.both(
            on("EVAL", pattern),
            r -> permitted(r, pattern, "EVAL", text("return 1"), text("1"), key)),
        Requirement.both(on("DUMP", pattern), r -> permitted(r, pattern, "DUMP", key)),
        Requirement.both(
            on("PEXPIRETIME (before Redis 7 PTTL)", pattern), r -> expiry(r, pattern, key)),
        Requirement.both("TIME", r -> permitted(r, pattern, "TIME")),
        Requirement.both(on("SMEMBERS", pattern), r -> permitted(r, pattern, "SMEMBERS", key)),
        Requirement.both(on("HGETALL", pattern), r -> permitted(r, pattern, "HGETALL", key)),
        Requirement.apply(on("UNLINK", pattern), r -> permitted(r, pattern, "UNLINK", key)),
        Requirement.undo(
            on("RESTORE", pattern),
            r -> permitted(r, pattern, "RESTORE", key, text("0"), text("none"))));
  }

  private static String on(String command, KeyPattern pattern) {
    return command + " on " + pattern.glob();
  }

  private static Finding expiry(RedisReader reader, KeyPattern pattern, byte[] key) {
    return permitted(
        reader, pattern, Server.tellsExpiry(reader.version()) ? "PEXPIRETIME" : "PTTL", key);
  }

  private static Finding master(RedisReader reader) {
    return reader.role().equals("master")
        ? new Finding.Met()
        : new Finding.Missing(
            "This server is a " + reader.role() + " and takes no writes.",
            "Name the master in rollback.yaml.");
  }

  private static Finding single(RedisReader reader) {
    return reader.mode().equals("cluster")
        ? new Finding.Missing(
            "This server is part of a cluster; the keys of one step must be on one server.",
            "Delete the keys on each master by other means; rollback cannot do it yet.")
        : new Finding.Met();
  }

  private static Finding permitted(
      RedisReader reader, KeyPattern pattern, String command, byte[]... arguments) {
    return reader
        .refusal(command, arguments)
        .<Finding>map(why -> new Finding.Missing(why, remedy(reader, pattern, command, why)))
        .orElseGet(Finding.Met::new);
  }

  private static String remedy(RedisReader reader, KeyPattern pattern, String command, String why) {
    if (!why.contains("NOPERM")) {
      return "See what the server says, and try again.";
    }
    var commands =
        why.contains("MULTI") ? Stream.of(command, "multi", "discard") : Stream.of(command);
    return "ACL SETUSER "
        + reader.user()
        + commands.map(c -> " +" + c.toLowerCase(Locale.ROOT)).reduce("", String::concat)
        + " ~"
        + pattern.glob();
  }

  private static byte[] text(String argument) {
    return argument.getBytes(StandardCharsets.US_ASCII);
  }
}
