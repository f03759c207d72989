package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.link.Server;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server does in one step. Scripts are sent as they are (EVAL) with every batch: they are
 * short against the batch, and a server that forgets its scripts does not matter.
 *
 * <p>A value is recognised by what DUMP says, or by its SHA-1 where that is long. For a set or a
 * hash in a hash table (the first byte of a dump says so: 2 or 4) that depends on the order of the
 * table, which changes when the value is only read; there the sorted members are what is compared.
 */
record RedisScripts(String save, String unlink, String restore) {
  /** A dump of at most so many bytes is compared as it is: that is quicker than its SHA-1. */
  static final int SHORT = 64;

  /** A batch stops when its values have this many bytes, and the rest is asked for again. */
  static final int BATCH_BYTES = 1 << 20;

  private static final String EXPIRY =
      """
      local function expiry(key)
        return redis.call('PEXPIRETIME', key)
      end
      """;

  /**
   * Before 7.0 a server tells only how long a key has still to live. Where the clock shows the same
   * millisecond before and after, the sum is the absolute expiry exactly.
   */
  private static final String EXPIRY_BEFORE_7 =
      """
      redis.replicate_commands()
      local function now()
        local t = redis.call('TIME')
        return t[1] * 1000 + math.floor(t[2] / 1000)
      end
      local function expiry(key)
        while true do
          local before = now()
          local left = redis.call('PTTL', key)
          if left < 0 then return -1 end
          if now() == before then return before + left end
        end
      end
      """;

  /** What comes later than it is waited for is not done: its sender has looked and decided. */
  private static final String IN_TIME =
      """
      local clock = redis.call('TIME')
      local time = clock[1] * 1000 + math.floor(clock[2] / 1000)
      local late = time - tonumber(ARGV[2 * #KEYS + 1])
      if late > 0 then
        return redis.error_reply('LATE by ' .. late .. ' ms')
      end
      """;

  private static final String FINGERPRINT =
      """
      local function sized(text) return #text .. ':' .. text end
      local function members(key, form)
        local parts = {}
        if form == 2 then
          for i, member in ipairs(redis.call('SMEMBERS', key)) do parts[i] = sized(member) end
        else
          local all = redis.call('HGETALL', key)
          for i = 1, #all, 2 do parts[#parts + 1] = sized(all[i]) .. sized(all[i + 1]) end
        end
        table.sort(parts)
        return redis.sha1hex(form .. table.concat(parts))
      end
      """;

  private static final String SAVE =
      """
      local out, bytes = {}, 0
      for i, key in ipairs(KEYS) do
        if bytes >= tonumber(ARGV[1]) then break end
        local dump = redis.call('DUMP', key)
        if dump then
          local form = string.byte(dump)
          out[3 * i - 2] = dump
          out[3 * i - 1] = expiry(key)
          out[3 * i] = (form == 2 or form == 4) and members(key, form) or ''
          bytes = bytes + #dump
        else
          out[3 * i - 2], out[3 * i - 1], out[3 * i] = '', -1, ''
        end
      end
      return out
      """;

  private static final String UNLINK =
      """
      local same, changed, gone = {}, 0, 0
      for i, key in ipairs(KEYS) do
        local dump = redis.call('DUMP', key)
        if not dump then
          gone = gone + 1
        else
          local form = string.byte(dump)
          local print = (form == 2 or form == 4) and members(key, form)
            or (#dump <= %d and dump or redis.sha1hex(dump))
          if print == ARGV[2 * i - 1] and expiry(key) == tonumber(ARGV[2 * i]) then
            same[#same + 1] = key
          else
            changed = changed + 1
          end
        end
      end
      """
          .formatted(SHORT);

  private static final String UNLINK_AT_ONCE =
      "if #same > 0 then redis.call('UNLINK', unpack(same)) end\n";

  /** In a cluster one command takes keys of one slot. */
  private static final String UNLINK_EACH =
      "for i, key in ipairs(same) do redis.call('UNLINK', key) end\n";

  private static final String UNLINKED = "return {#same, changed, gone}\n";

  /** An error ends the batch, and is told after the counts of what was done before it. */
  private static final String RESTORE =
      """
      local restored, present, expired = 0, 0, 0
      for i, key in ipairs(KEYS) do
        local at = ARGV[2 * i]
        if at ~= '-1' and tonumber(at) <= time then
          expired = expired + 1
        else
          local answer = redis.pcall('RESTORE', key, at == '-1' and '0' or at, ARGV[2 * i - 1], 'ABSTTL')
          if not answer.err then
            restored = restored + 1
          elseif string.find(answer.err, 'BUSYKEY', 1, true) then
            present = present + 1
          else
            return {restored, present, expired, answer.err}
          end
        end
      end
      return {restored, present, expired}
      """;

  /**
   * In a cluster all names of one script would have to be in one slot; a script of this form may
   * touch what is on its server without naming it beforehand.
   */
  private static final String NAMES_AMONG_ARGUMENTS =
      """
      local names, rest = {}, {}
      local count = tonumber(ARGV[1])
      for i = 2, #ARGV do
        if i <= count + 1 then names[i - 1] = ARGV[i] else rest[i - count - 1] = ARGV[i] end
      end
      local KEYS, ARGV = names, rest
      """;

  /** The scripts that a server understands. */
  static RedisScripts of(Server server) {
    var first = server.cluster() ? NAMES_AMONG_ARGUMENTS : "";
    var prelude = first + (server.tellsExpiry() ? EXPIRY : EXPIRY_BEFORE_7) + FINGERPRINT;
    var writable = first + (server.tellsExpiry() ? "" : "redis.replicate_commands()\n");
    return new RedisScripts(
        prelude + SAVE,
        prelude + IN_TIME + UNLINK + (server.cluster() ? UNLINK_EACH : UNLINK_AT_ONCE) + UNLINKED,
        writable + IN_TIME + RESTORE);
  }

  /**
   * Sends one of them, with the names of keys and further arguments.
   *
   * @param line the one connection of a whole pass: on another one, opened in its middle, a batch
   *     might be done after one before it was given up
   * @param server what that connection leads to
   */
  static RedisFuture<List<Object>> send(
      RedisAsyncCommands<byte[], byte[]> line,
      Server server,
      String script,
      List<byte[]> names,
      List<byte[]> arguments) {
    if (!server.cluster()) {
      return line.eval(
          script,
          ScriptOutputType.MULTI,
          names.toArray(byte[][]::new),
          arguments.toArray(byte[][]::new));
    }
    var all = new ArrayList<byte[]>();
    all.add(Integer.toString(names.size()).getBytes(StandardCharsets.US_ASCII));
    all.addAll(names);
    all.addAll(arguments);
    return line.eval(script, ScriptOutputType.MULTI, new byte[0][], all.toArray(byte[][]::new));
  }
}
