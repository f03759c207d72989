package dev.rollback.adapter.redis.statistics;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a command is called, without its arguments. */
public final class CommandName {
  /** Commands whose second word is a part of the name. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "acl",
          "client",
          "cluster",
          "command",
          "config",
          "debug",
          "function",
          "latency",
          "memory",
          "module",
          "object",
          "pubsub",
          "script",
          "slowlog",
          "xgroup",
          "xinfo");

  private CommandName() {}

  /** {@code get}, {@code config set}; of a word that is no name, that it is none. */
  static String of(List<String> words) {
    if (words.isEmpty()) {
      return "?";
    }
    var name = name(words.getFirst());
    return isContainer(name) && words.size() > 1 ? name + " " + name(words.get(1)) : name;
  }

  /** Whether the word that follows is a part of the name, as in {@code config set}. */
  public static boolean isContainer(String command) {
    return CONTAINERS.contains(command.toLowerCase(Locale.ROOT));
  }

  private static String name(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return lower.matches("[a-z0-9._-]{1,40}") ? lower : "?";
  }
}
