package dev.rollback.adapter.redis.parameter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Wire;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and sets the parameters of a running server. */
public record Parameters(RedisLink link) {
  private static final String READING = "reading its parameters";

  /**
   * The values of these.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect; also when the server does not
   *     know one of the names
   */
  public SortedMap<String, String> get(Collection<String> names) {
    var commands = link.connection().async();
    var answers = new LinkedHashMap<String, RedisFuture<Map<String, String>>>();
    names.forEach(name -> answers.put(name, commands.configGet(name))); // one name each before 7.0
    var values = new TreeMap<String, String>();
    answers.forEach(
        (name, answer) -> {
          var value = link.await(answer, READING, false).get(name);
          if (value == null) {
            throw unknown(name);
          }
          values.put(name, value);
        });
    return values;
  }

  private SystemException unknown(String name) {
    var all = link.await(link.connection().async().configGet("*"), READING, false).keySet();
    return SystemException.refused(
        "%s has no parameter '%s'.".formatted(link.where(), name),
        DidYouMean.among(name, all)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse("See which there are: CONFIG GET *"));
  }

  /**
   * Why the server would not set a parameter while it runs; empty where it would, and before Redis
   * 7, which does not tell. The parameter is named twice with the value that it has, and such a
   * command is refused as a whole.
   */
  public Optional<String> fixed(String name, String current) {
    if (!link.server().atLeast(7)) {
      return Optional.empty();
    }
    var twice = arguments("SET");
    for (var i = 0; i < 2; i++) {
      twice.add(name.getBytes(UTF_8)).add(current.getBytes(UTF_8));
    }
    try {
      link.await(send(twice), "asking what can be set", false);
      return Optional.empty();
    } catch (SystemException e) {
      var reply = Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
      return reply.matches("(?s).*can't set (immutable|protected) config.*")
          ? Optional.of(reply)
          : Optional.empty();
    }
  }

  /**
   * Sets all or none; see {@link dev.rollback.adapter.redis.RedisWriter#setParameters}.
   *
   * @throws dev.rollback.diagnostic.SystemException which says whether any of them may have been
   *     set
   */
  public void set(Map<String, String> from, Map<String, String> to) {
    var done = new LinkedHashMap<String, String>();
    try {
      if (link.server().atLeast(7)) {
        write(to);
        done.putAll(to);
      } else {
        to.forEach(
            (name, value) -> {
              write(Map.of(name, value));
              done.put(name, value);
            });
      }
      compare(to);
    } catch (SystemException e) {
      throw done.isEmpty() ? e : putBack(from, done, e);
    }
  }

  /** What the server makes of a value is what was approved, or it does not stay. */
  private void compare(Map<String, String> to) {
    get(to.keySet())
        .forEach(
            (name, value) -> {
              var wanted = String.valueOf(to.get(name));
              if (!value.equals(wanted)) {
                throw SystemException.refused(
                    "%s writes %s as '%s' when it is set to '%s', and the plan said '%s'."
                        .formatted(link.where(), name, value, wanted, wanted),
                    "Write '%s: \"%s\"' in the runbook.".formatted(name, value));
              }
            });
  }

  private SystemException putBack(
      Map<String, String> from, Map<String, String> done, SystemException why) {
    if (why.effect() == SystemException.Effect.NONE) {
      try {
        done.replaceAll((name, _) -> String.valueOf(from.get(name)));
        done.forEach((name, value) -> write(Map.of(name, value)));
        return why;
      } catch (SystemException e) {
        why.addSuppressed(e);
      }
    }
    return SystemException.unknown(
        why.problem() + " By then these may have been set: " + String.join(", ", done.keySet()),
        why.advice().orElse("Look at the server; then resume or undo the run."),
        why);
  }

  private void write(Map<String, String> values) {
    var arguments = arguments("SET");
    values.forEach((name, value) -> arguments.add(name.getBytes(UTF_8)).add(value.getBytes(UTF_8)));
    link.await(send(arguments), "setting " + String.join(", ", values.keySet()), true);
  }

  private RedisFuture<String> send(CommandArgs<byte[], byte[]> arguments) {
    return Wire.send(
        link.connection(), "CONFIG", new StatusOutput<>(ByteArrayCodec.INSTANCE), arguments);
  }

  private static CommandArgs<byte[], byte[]> arguments(String subcommand) {
    return new CommandArgs<>(ByteArrayCodec.INSTANCE).add(subcommand.getBytes(UTF_8));
  }
}
