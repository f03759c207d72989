package dev.rollback.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** RESP: a command is an array of strings; a reply is one value. */
final class RedisTalk implements Protocol.Talk {
  private static final Set<String> WRITES =
      Set.of(
          "APPEND",
          "COPY",
          "DECR",
          "DECRBY",
          "DEL",
          "EXPIRE",
          "EXPIREAT",
          "FLUSHALL",
          "FLUSHDB",
          "GETDEL",
          "GETEX",
          "GETSET",
          "HDEL",
          "HINCRBY",
          "HMSET",
          "HSET",
          "HSETNX",
          "INCR",
          "INCRBY",
          "LINSERT",
          "LPOP",
          "LPUSH",
          "LREM",
          "LSET",
          "LTRIM",
          "MIGRATE",
          "MOVE",
          "MSET",
          "MSETNX",
          "PERSIST",
          "PEXPIRE",
          "PEXPIREAT",
          "PSETEX",
          "RENAME",
          "RENAMENX",
          "RESTORE",
          "RPOP",
          "RPUSH",
          "SADD",
          "SET",
          "SETEX",
          "SETNX",
          "SETRANGE",
          "SPOP",
          "SREM",
          "UNLINK",
          "XADD",
          "XDEL",
          "XTRIM",
          "ZADD",
          "ZINCRBY",
          "ZREM");
  private static final Set<String> BY_NAME = Set.of("EVALSHA", "FCALL");
  private static final Set<String> OF_CONFIG = Set.of("SET", "RESETSTAT", "REWRITE");
  private static final Pattern CALL = Pattern.compile("redis\\.p?call\\(\\s*['\"](\\w+)['\"]");

  /** Between MULTI and EXEC nothing is executed. */
  private boolean queueing;

  private boolean queued;

  @Override
  public int request(byte[] bytes) {
    return Math.max(0, value(bytes, 0));
  }

  @Override
  public int reply(byte[] bytes, Request to) {
    return Math.max(0, value(bytes, 0));
  }

  @Override
  public Protocol.Meaning meaning(byte[] request) {
    var words = words(request);
    var name = words.isEmpty() ? "" : words.getFirst().toUpperCase(Locale.ROOT);
    return switch (name) {
      case "MULTI" -> {
        queueing = true;
        queued = false;
        yield new Protocol.Meaning(name, false);
      }
      case "EXEC", "DISCARD" -> {
        queueing = false;
        yield new Protocol.Meaning(name, name.equals("EXEC") && queued);
      }
      default -> command(name, words.size() > 1 ? words.get(1) : "");
    };
  }

  private Protocol.Meaning command(String name, String first) {
    var script = name.equals("EVAL");
    var calls = script ? writes(first) : Set.<String>of();
    var settings = name.equals("CONFIG") && OF_CONFIG.contains(first.toUpperCase(Locale.ROOT));
    var writes = WRITES.contains(name) || BY_NAME.contains(name) || settings || !calls.isEmpty();
    queued |= queueing && writes;
    var shown = script ? String.join(" ", calls) : first.lines().findFirst().orElse("");
    return new Protocol.Meaning((name + " " + shown).strip(), writes && !queueing);
  }

  private static Set<String> writes(String script) {
    return CALL.matcher(script)
        .results()
        .map(call -> call.group(1).toUpperCase(Locale.ROOT))
        .filter(WRITES::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first two words of a command. */
  private static List<String> words(byte[] request) {
    var words = new ArrayList<String>();
    if (request.length == 0 || request[0] != '*') {
      return List.of(new String(request, StandardCharsets.ISO_8859_1).strip().split(" ", -1));
    }
    var at = line(request, 0);
    while (at < request.length && words.size() < 2) {
      var text = line(request, at);
      var length = number(request, at);
      words.add(new String(request, text, length, StandardCharsets.UTF_8));
      at = text + length + 2;
    }
    return words;
  }

  /** The end of the value that begins here; -1 while it is not whole. */
  private static int value(byte[] bytes, int at) {
    var body = line(bytes, at);
    if (body < 0) {
      return -1;
    }
    return switch (bytes[at]) {
      case '$', '!', '=' -> {
        var length = number(bytes, at);
        var end = length < 0 ? body : body + length + 2;
        yield end <= bytes.length ? end : -1;
      }
      case '*', '~', '>' -> values(bytes, body, number(bytes, at));
      case '%', '|' -> values(bytes, body, 2 * number(bytes, at));
      default -> body;
    };
  }

  private static int values(byte[] bytes, int from, int count) {
    var at = from;
    for (var i = 0; i < count && at >= 0; i++) {
      at = at < bytes.length ? value(bytes, at) : -1;
    }
    return at;
  }

  /** Where the next line begins; -1 where this one has no end yet. */
  private static int line(byte[] bytes, int at) {
    for (var i = at; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i + 2;
      }
    }
    return -1;
  }

  private static int number(byte[] bytes, int at) {
    var end = line(bytes, at) - 2;
    return Integer.parseInt(new String(bytes, at + 1, end - at - 1, StandardCharsets.US_ASCII));
  }
}
