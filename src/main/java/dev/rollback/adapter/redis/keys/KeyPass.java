package dev.rollback.adapter.redis.keys;

import dev.rollback.action.Content;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Server;
import dev.rollback.adapter.redis.link.ServerTime;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One pass of a script over all saved keys: in batches, several of them on their way at once, each
 * to the server that has its keys.
 */
abstract class KeyPass {
  private final ShardMap map;
  private final Pace pace;
  private final String doing;
  private final LongConsumer done;
  private final Map<RedisLink, Lane> lanes = new LinkedHashMap<>();
  private long dealtWith;

  KeyPass(ShardMap map, Pace pace, String doing, LongConsumer done) {
    this.map = map;
    this.pace = pace;
    this.doing = doing;
    this.done = done;
  }

  /** The script that a server understands. */
  abstract String script(Server server);

  /** What the script is told about a key, besides its name and expiry. */
  abstract byte[] argument(SavedKey key);

  /** Counts a server's answer to one batch. */
  abstract void count(RedisLink link, List<Object> answer);

  final void over(Content content) {
    try {
      content.forEach(entry -> add(read(entry)));
      lanes.values().forEach(Lane::flush);
      lanes.values().forEach(lane -> lane.pipeline.finish());
    } catch (SystemException e) {
      throw soFar(e, content.entries());
    }
  }

  private static SavedKey read(byte[] entry) {
    try {
      return SavedKey.decode(entry);
    } catch (IllegalArgumentException e) {
      throw SystemException.refused(
          "The saved keys cannot be read: " + e.getMessage() + ".",
          "Use the version of rollback that began the run, and the run's own files.",
          e);
    }
  }

  private void add(SavedKey key) {
    lanes.computeIfAbsent(map.of(key.name()), Lane::new).add(key);
  }

  /** What the server refused had no effect; what it did before, and what is under way, has. */
  private SystemException soFar(SystemException e, long all) {
    var underWay = lanes.values().stream().anyMatch(lane -> lane.pipeline.underWay());
    if (dealtWith == 0 && !underWay && e.effect() == SystemException.Effect.NONE) {
      return e;
    }
    if (e.effect() == SystemException.Effect.UNKNOWN) {
      lanes.values().forEach(Lane::await); // so that whoever looks now sees what will stay
    }
    return SystemException.unknown(
        e.problem()
            + " By then at least %,d of %,d keys had been dealt with.".formatted(dealtWith, all),
        e.advice().orElse("Resume or undo the run: both go by what is there."),
        e);
  }

  /** What goes to one server. */
  private final class Lane {
    private final RedisLink link;
    private final ServerTime time;
    private final Server server;
    private final RedisAsyncCommands<byte[], byte[]> line;
    private final Pipeline pipeline;
    private final String script;
    private final List<byte[]> names = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private int bytes;
    private long until;

    Lane(RedisLink link) {
      this.link = link;
      this.time = ServerTime.of(link);
      this.server = link.server();
      this.line = link.connection().async();
      this.pipeline = new Pipeline(link, doing, true);
      this.script = script(server);
    }

    void add(SavedKey key) {
      var argument = argument(key);
      names.add(key.name());
      arguments.add(argument);
      arguments.add(ascii(key.expiry()));
      bytes += argument.length + key.name().length;
      if (names.size() >= pace.batch() || bytes >= RedisScripts.BATCH_BYTES) {
        flush();
      }
    }

    void flush() {
      if (names.isEmpty()) {
        return;
      }
      var size = names.size();
      // Those before it may take as long as one may, and so may this one.
      until = time.in(link.timeout().multipliedBy(2));
      arguments.add(ascii(until));
      var answer = RedisScripts.send(line, server, script, names, arguments);
      var sent = bytes;
      names.clear();
      arguments.clear();
      bytes = 0;
      pipeline.add(
          answer,
          sent,
          reply -> {
            count(link, reply);
            dealtWith += size;
            done.accept(dealtWith);
          });
      if (pace.perSecond().isPresent()) {
        pipeline.finish(); // who goes slowly sees at once what became of it
        pace.after(size);
      }
    }

    /** Waits until what was sent here is either done or comes too late. */
    void await() {
      time.await(until);
    }
  }

  private static byte[] ascii(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
