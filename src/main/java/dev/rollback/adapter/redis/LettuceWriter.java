package dev.rollback.adapter.redis;

import dev.rollback.action.Content;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Writes through one {@link RedisLink}: in batches, several of them on their way at once. */
final class LettuceWriter extends LettuceReader implements RedisWriter {
  private static final int BATCH = 500;

  LettuceWriter(RedisLink link, CensusMemory memory, DryRun dryRun, Register register) {
    super(link, memory, dryRun, register);
  }

  @Override
  public boolean replaceValue(
      byte[] key,
      Predicate<Optional<byte[]>> expected,
      byte[] next,
      Optional<Duration> expiresAfter) {
    return register().replace(key, expected, next, expiresAfter);
  }

  @Override
  public Removal unlinkUnchanged(Content content, LongConsumer done) {
    var pass = new Unlinking(done);
    pass.over(content);
    return pass.total;
  }

  @Override
  public Restoration restoreMissing(Content content, LongConsumer done) {
    var pass = new Restoring(done);
    pass.over(content);
    return pass.total;
  }

  @Override
  public void setParameters(Map<String, String> from, Map<String, String> to) {
    new Parameters(link()).set(from, to);
  }

  @Override
  public void resetStatistics() {
    new Statistics(link()).reset();
  }

  /** One pass of a script over all saved keys. */
  private abstract class Pass {
    private final ServerTime time = ServerTime.of(link());
    private final RedisAsyncCommands<byte[], byte[]> commands = commands();
    private final Pipeline pipeline;
    private final String script;
    private final LongConsumer done;
    private final List<byte[]> names = new ArrayList<>(BATCH);
    private final List<byte[]> arguments = new ArrayList<>(2 * BATCH);
    private int bytes;
    private long dealtWith;
    private long until;

    Pass(String doing, String script, LongConsumer done) {
      this.pipeline = new Pipeline(link(), doing, true);
      this.script = script;
      this.done = done;
    }

    /** What the script is told about a key, besides its name and expiry. */
    abstract byte[] argument(SavedKey key);

    /** Counts the answer to one batch. */
    abstract void count(List<Object> answer);

    void over(Content content) {
      try {
        content.forEach(entry -> add(read(entry)));
        flush();
        pipeline.finish();
      } catch (SystemException e) {
        throw soFar(e, content.entries());
      }
    }

    private SavedKey read(byte[] entry) {
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
      var argument = argument(key);
      names.add(key.name());
      arguments.add(argument);
      arguments.add(ascii(key.expiry()));
      bytes += argument.length + key.name().length;
      if (names.size() >= BATCH || bytes >= RedisScripts.BATCH_BYTES) {
        flush();
      }
    }

    private void flush() {
      if (names.isEmpty()) {
        return;
      }
      var size = names.size();
      // Those before it may take as long as one may, and so may this one.
      until = time.in(link().timeout().multipliedBy(2));
      arguments.add(ascii(until));
      var answer =
          commands.<List<Object>>eval(
              script,
              ScriptOutputType.MULTI,
              names.toArray(byte[][]::new),
              arguments.toArray(byte[][]::new));
      var sent = bytes;
      names.clear();
      arguments.clear();
      bytes = 0;
      pipeline.add(
          answer,
          sent,
          reply -> {
            count(reply);
            dealtWith += size;
            done.accept(dealtWith);
          });
    }

    /** What the server refused had no effect; what it did before, and what is under way, has. */
    private SystemException soFar(SystemException e, long all) {
      if (dealtWith == 0 && !pipeline.underWay() && e.effect() == SystemException.Effect.NONE) {
        return e;
      }
      if (e.effect() == SystemException.Effect.UNKNOWN) {
        time.await(until); // so that whoever looks now sees what will stay
      }
      return SystemException.unknown(
          e.problem()
              + " By then at least %,d of %,d keys had been dealt with.".formatted(dealtWith, all),
          e.advice().orElse("Resume or undo the run: both go by what is there."),
          e);
    }
  }

  private final class Unlinking extends Pass {
    private Removal total = new Removal(0, 0, 0);
    private final MessageDigest sha1 = sha1();

    Unlinking(LongConsumer done) {
      super("deleting keys", RedisScripts.of(link().server()).unlink(), done);
    }

    @Override
    byte[] argument(SavedKey key) {
      return key.fingerprint().orElseGet(() -> print(key.payload()));
    }

    private byte[] print(byte[] payload) {
      return payload.length <= RedisScripts.SHORT
          ? payload
          : HexFormat.of().formatHex(sha1.digest(payload)).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    void count(List<Object> answer) {
      total =
          total.plus(new Removal((Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2)));
    }
  }

  private final class Restoring extends Pass {
    private Restoration total = new Restoration(0, 0, 0);

    Restoring(LongConsumer done) {
      super("restoring keys", RedisScripts.of(link().server()).restore(), done);
    }

    @Override
    byte[] argument(SavedKey key) {
      return key.payload();
    }

    @Override
    void count(List<Object> answer) {
      total =
          total.plus(
              new Restoration((Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2)));
      if (answer.size() > 3) {
        throw link()
            .errors()
            .refused(new String((byte[]) answer.get(3), StandardCharsets.UTF_8), "restoring keys");
      }
    }
  }

  private static byte[] ascii(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha1() {
    try {
      // The server's scripts have no other digest. It recognises a value; it is no signature.
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
