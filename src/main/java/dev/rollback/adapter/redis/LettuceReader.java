package dev.rollback.adapter.redis;

import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads through one {@link RedisLink}. */
class LettuceReader implements RedisReader {
  private static final int PAGE = 5000;
  private static final int BATCH = 500;

  private final RedisLink link;
  private final CensusMemory memory;
  private final DryRun dryRun;
  private final Register register;

  LettuceReader(RedisLink link, CensusMemory memory, DryRun dryRun, Register register) {
    this.link = link;
    this.memory = memory;
    this.dryRun = dryRun;
    this.register = register;
  }

  @Override
  public Duration ping() {
    var commands = commands(); // opened beforehand: the greeting is not what is measured
    var start = System.nanoTime();
    link.await(commands.ping(), "answering PING", false);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public String role() {
    return link.server().role();
  }

  @Override
  public String version() {
    return link.server().version();
  }

  @Override
  public String mode() {
    return link.server().mode();
  }

  @Override
  public String user() {
    return link.user();
  }

  @Override
  public KeySet census(KeyPattern pattern) {
    var census = new KeyCensus();
    scan(pattern, page -> page.forEach(census::add));
    memory.remember(pattern, census);
    return census.result();
  }

  @Override
  public void save(KeyPattern pattern, KeySet counted, Consumer<SavedKey> to) {
    var wanted = known(pattern, counted).names().once();
    var hash = new NameHash();
    var saving = new Saving(to);
    scan(
        pattern,
        page -> {
          var batch = page.stream().filter(k -> wanted.take(hash.of(k).getLong(0))).toList();
          for (var from = 0; from < batch.size(); from += BATCH) {
            saving.add(batch.subList(from, Math.min(batch.size(), from + BATCH)));
          }
        });
    saving.pipeline.finish();
  }

  /** The census that {@code counted} is the result of; taken again after a restart. */
  private KeyCensus known(KeyPattern pattern, KeySet counted) {
    var remembered = memory.of(pattern).filter(c -> c.result().equals(counted));
    if (remembered.isPresent()) {
      return remembered.get();
    }
    census(pattern);
    return memory
        .of(pattern)
        .filter(c -> c.result().equals(counted))
        .orElseThrow(
            () ->
                SystemException.refused(
                    "The keys that match '"
                        + pattern.glob()
                        + "' have changed since they were"
                        + " counted.",
                    "Look at them again and go on from what is there now."));
  }

  /** Gives all keys that match, page by page, some of them several times, and never a lease. */
  private void scan(KeyPattern pattern, Consumer<List<byte[]>> page) {
    if (pattern.mayMatchUnder(RedisLeases.PREFIX)) {
      scanAll(
          pattern, keys -> page.accept(keys.stream().filter(k -> !RedisLeases.holds(k)).toList()));
    } else {
      scanAll(pattern, page);
    }
  }

  private void scanAll(KeyPattern pattern, Consumer<List<byte[]>> page) {
    var commands = commands();
    var arguments = ScanArgs.Builder.limit(PAGE).match(pattern.bytes());
    RedisFuture<KeyScanCursor<byte[]>> next = commands.scan(ScanCursor.INITIAL, arguments);
    while (true) {
      var current = link.await(next, "looking for keys", false);
      if (current.isFinished()) {
        page.accept(current.getKeys());
        return;
      }
      // The server looks for the next page while this one is worked on.
      next = commands.scan(current, arguments);
      page.accept(current.getKeys());
    }
  }

  @Override
  public Optional<String> refusal(String command, byte[]... arguments) {
    return dryRun.refusal(command, arguments);
  }

  @Override
  public Optional<byte[]> value(byte[] key) {
    return register.read(key);
  }

  /** Where values are compared and set. */
  Register register() {
    return register;
  }

  /** The way to send commands. */
  RedisAsyncCommands<byte[], byte[]> commands() {
    return link.connection().async();
  }

  /** The line. */
  RedisLink link() {
    return link;
  }

  /** One pass over values: batches of keys go out, saved keys come back. */
  private final class Saving {
    private final Pipeline pipeline = new Pipeline(link(), "saving keys", false);
    private final RedisAsyncCommands<byte[], byte[]> commands = commands();
    private final String script = RedisScripts.of(link().server()).save();
    private final byte[] budget =
        Integer.toString(RedisScripts.BATCH_BYTES).getBytes(StandardCharsets.US_ASCII);
    private final Consumer<SavedKey> to;

    Saving(Consumer<SavedKey> to) {
      this.to = to;
    }

    void add(List<byte[]> keys) {
      pipeline.add(ask(keys), answer -> take(keys, answer));
    }

    private RedisFuture<List<Object>> ask(List<byte[]> keys) {
      return commands.eval(script, ScriptOutputType.MULTI, keys.toArray(byte[][]::new), budget);
    }

    private void take(List<byte[]> keys, List<Object> answer) {
      var answered = answer.size() / 3;
      for (var i = 0; i < answered; i++) {
        var payload = (byte[]) answer.get(3 * i);
        if (payload.length > 0) {
          to.accept(
              new SavedKey(
                  keys.get(i),
                  (Long) answer.get(3 * i + 1),
                  payload,
                  Optional.of((byte[]) answer.get(3 * i + 2)).filter(print -> print.length > 0)));
        }
      }
      if (answered < keys.size()) {
        var rest = keys.subList(answered, keys.size());
        pipeline.again(ask(rest), more -> take(rest, more));
      }
    }
  }
}
