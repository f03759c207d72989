package dev.rollback.adapter.redis;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.redis.keys.KeyPattern;
import dev.rollback.adapter.redis.link.Server;
import dev.rollback.adapter.redis.statistics.CommandName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What actions need on a Redis server, and how it is asked for. */
public final class RedisNeeds {
  private RedisNeeds() {}

  /** Everything that deleting keys and bringing them back takes. */
  public static List<Requirement<RedisReader>> forDeleting(KeyPattern pattern) {
    var key = pattern.specimen();
    var keys = pattern.glob();
    return List.of(
        Requirement.both("a master", RedisNeeds::master),
        Requirement.both("all keys within reach", RedisNeeds::whole),
        Requirement.both("SCAN", r -> everywhere(r, pattern, "SCAN", text("0"))),
        Requirement.both(
            on("EVAL", keys),
            r -> everywhere(r, pattern, "EVAL", text("return 1"), text("1"), key)),
        Requirement.both(on("DUMP", keys), r -> everywhere(r, pattern, "DUMP", key)),
        Requirement.both(
            on("PEXPIRETIME (before Redis 7 PTTL)", keys), r -> expiry(r, pattern, key)),
        Requirement.both("TIME", r -> everywhere(r, pattern, "TIME")),
        Requirement.both(on("SMEMBERS", keys), r -> everywhere(r, pattern, "SMEMBERS", key)),
        Requirement.both(on("HGETALL", keys), r -> everywhere(r, pattern, "HGETALL", key)),
        Requirement.apply(on("UNLINK", keys), r -> everywhere(r, pattern, "UNLINK", key)),
        Requirement.undo(
            on("RESTORE", keys),
            r -> roomLater(everywhere(r, pattern, "RESTORE", key, text("0"), text("none")))));
  }

  /**
   * A full server: what is deleted makes the room that an undo needs, as long as nobody fills it.
   */
  private static Finding roomLater(Finding found) {
    return switch (found) {
      case Finding.Missing(var why, var _) when full(why) ->
          new Finding.Warning(
              why,
              "Keys can be deleted. An undo finds room only where nobody has taken it meanwhile;"
                  + " raise maxmemory before it otherwise.");
      case Finding.Met _, Finding.Missing _, Finding.Warning _ -> found;
    };
  }

  private static boolean full(String refusal) {
    return refusal.contains("OOM command");
  }

  /** Everything that reading a key and setting it takes, in one step that others cannot part. */
  static List<Requirement<RedisReader>> forRegister(String name, String keys) {
    var key = text(name);
    return List.of(
        Requirement.both("a master", RedisNeeds::master),
        Requirement.both("all keys within reach", RedisNeeds::whole),
        Requirement.both(on("GET", name), r -> permitted(r, keys, "GET", key)),
        Requirement.both(on("WATCH", name), r -> permitted(r, keys, "WATCH", key)),
        Requirement.both(on("SET", name), r -> permitted(r, keys, "SET", key, text(""))),
        Requirement.both("EXEC", r -> permitted(r, keys, "EXEC")));
  }

  /** Everything that reading parameters, setting them and putting them back takes. */
  public static List<Requirement<RedisReader>> forParameters(
      Collection<String> names, boolean memory) {
    var needs = new ArrayList<Requirement<RedisReader>>();
    needs.add(Requirement.both("CONFIG GET", r -> allowed(r, "CONFIG", "GET", "maxmemory")));
    needs.add(Requirement.both("CONFIG SET", r -> allowed(r, "CONFIG", "SET", "maxmemory", "0")));
    names.stream()
        .sorted()
        .forEach(
            name ->
                needs.add(
                    Requirement.both(name + " can be set at run time", r -> settable(r, name))));
    if (memory) {
      needs.add(info());
    }
    return List.copyOf(needs);
  }

  /** Everything that keeping and resetting statistics takes. */
  public static List<Requirement<RedisReader>> forResetting() {
    return List.of(
        info(),
        Requirement.both(
            "LATENCY HISTOGRAM (since Redis 7)",
            r ->
                Server.atLeast(r.version(), 7)
                    ? allowed(r, "LATENCY", "HISTOGRAM")
                    : new Finding.Met()),
        Requirement.apply("CONFIG RESETSTAT", r -> allowed(r, "CONFIG", "RESETSTAT")));
  }

  /**
   * A command that a check reads with. Where the server cannot be asked for it without executing
   * it, a person is told so: the check itself will show it.
   */
  public static Requirement<RedisReader> reading(String command, String... arguments) {
    return Requirement.both(
        String.join(" ", first(command, arguments)), r -> asFar(allowed(r, command, arguments)));
  }

  /** Asking how much memory the keys take that match. */
  public static Requirement<RedisReader> measuring(KeyPattern pattern) {
    return Requirement.both(
        on("MEMORY USAGE", pattern.glob()),
        r -> asFar(permitted(r, pattern.glob(), "MEMORY", text("USAGE"), pattern.specimen())));
  }

  private static Finding asFar(Finding found) {
    return switch (found) {
      case Finding.Missing(var why, var remedy) when why.contains("MULTI") ->
          new Finding.Warning(why, remedy);
      case Finding.Met _, Finding.Missing _, Finding.Warning _ -> found;
    };
  }

  private static Requirement<RedisReader> info() {
    return Requirement.both("INFO", r -> allowed(r, "INFO"));
  }

  /** A server that cannot be asked is told of by the requirements that are about asking. */
  private static Finding settable(RedisReader reader, String name) {
    if (reader.refusal("CONFIG", text("GET"), text(name)).isPresent()) {
      return new Finding.Met();
    }
    return reader
        .fixed(name)
        .<Finding>map(
            why ->
                new Finding.Missing(
                    why,
                    "Change it in the server's configuration file and restart the server, by other"
                        + " means."))
        .orElseGet(Finding.Met::new);
  }

  private static Finding allowed(RedisReader reader, String command, String... arguments) {
    var bytes = Stream.of(arguments).map(RedisNeeds::text).toArray(byte[][]::new);
    return reader
        .refusal(command, bytes)
        .<Finding>map(
            why ->
                new Finding.Missing(
                    why, remedy(reader, "", String.join("|", first(command, arguments)), why)))
        .orElseGet(Finding.Met::new);
  }

  private static List<String> first(String command, String... arguments) {
    return CommandName.isContainer(command) && arguments.length > 0
        ? List.of(command, arguments[0])
        : List.of(command);
  }

  private static String on(String command, String keys) {
    return command + " on " + keys;
  }

  private static Finding expiry(RedisReader reader, KeyPattern pattern, byte[] key) {
    return everywhere(
        reader, pattern, Server.atLeast(reader.version(), 7) ? "PEXPIRETIME" : "PTTL", key);
  }

  private static Finding everywhere(
      RedisReader reader, KeyPattern keys, String command, byte[]... arguments) {
    return reader
        .refusal(keys, command, arguments)
        .<Finding>map(why -> new Finding.Missing(why, remedy(reader, keys.glob(), command, why)))
        .orElseGet(Finding.Met::new);
  }

  private static Finding master(RedisReader reader) {
    return reader.role().equals("master")
        ? new Finding.Met()
        : new Finding.Missing(
            "This server is a " + reader.role() + " and takes no writes.",
            "Name the master in rollback.yaml.");
  }

  /** Of a cluster the user must be allowed to ask who has which key. */
  private static Finding whole(RedisReader reader) {
    if (!reader.mode().equals("cluster")) {
      return new Finding.Met();
    }
    return switch (allowed(reader, "CLUSTER", "NODES")) {
      case Finding.Met _ ->
          reader
              .scattered()
              .<Finding>map(
                  why -> new Finding.Missing(why, "Mend it first: redis-cli --cluster check"))
              .orElseGet(Finding.Met::new);
      case Finding.Missing missing -> missing;
      case Finding.Warning warning -> warning;
    };
  }

  private static Finding permitted(
      RedisReader reader, String keys, String command, byte[]... arguments) {
    return reader
        .refusal(command, arguments)
        .<Finding>map(why -> new Finding.Missing(why, remedy(reader, keys, command, why)))
        .orElseGet(Finding.Met::new);
  }

  private static String remedy(RedisReader reader, String keys, String command, String why) {
    if (full(why)) {
      return "The server is full. Raise maxmemory (redis.config-set), or delete large keys; where it"
          + " is a lease that finds no room, `lease: kubernetes` or another system of the target"
          + " keeps it.";
    }
    if (!why.contains("NOPERM")) {
      return "See what the server says, and try again.";
    }
    var commands =
        why.contains("MULTI") ? Stream.of(command, "multi", "discard") : Stream.of(command);
    return "ACL SETUSER "
        + reader.user()
        + commands.map(c -> " +" + c.toLowerCase(Locale.ROOT)).reduce("", String::concat)
        + (keys.isEmpty() ? "" : " ~" + keys);
  }

  private static byte[] text(String argument) {
    return argument.getBytes(StandardCharsets.US_ASCII);
  }
}
