package dev.rollback.adapter.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks sentinels, one after the other, which server is the master now. */
record SentinelLookup(Dialer dialer, SentinelGroup group) {
  private static final String DOING = "asking for the master";

  /**
   * The master that the first sentinel names which answers and knows it.
   *
   * @throws SystemException with what each of them said
   */
  Endpoint master() {
    var failures = new ArrayList<SystemException>();
    var known = new TreeSet<String>();
    for (var node : group.nodes()) {
      try (var connection = dialer.dialSentinel(at(node))) {
        var master = ask(node, connection, "GET-MASTER-ADDR-BY-NAME", group.master());
        if (master.size() >= 2) {
          return new Endpoint(
              group.tls(),
              text(master.get(0)),
              Integer.parseInt(text(master.get(1))),
              group.database());
        }
        known.addAll(names(ask(node, connection, "MASTERS")));
      } catch (SystemException e) {
        failures.add(e);
      }
    }
    throw failures.size() == group.nodes().size() ? nobody(failures) : unknown(known);
  }

  private Endpoint at(SentinelGroup.Node node) {
    return new Endpoint(group.tls(), node.host(), node.port(), 0);
  }

  private List<Object> ask(
      SentinelGroup.Node node,
      StatefulRedisConnection<byte[], byte[]> connection,
      String... words) {
    var arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (var word : words) {
      arguments.add(word.getBytes(UTF_8));
    }
    var errors = new RedisErrors("The sentinel " + node.label(), "default", dialer.timeout());
    try {
      var answer =
          Wire.send(
                  connection,
                  "SENTINEL",
                  new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                  arguments)
              .get(dialer.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return Optional.ofNullable(answer).orElse(List.of());
    } catch (ExecutionException e) {
      var cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw cause instanceof RedisCommandExecutionException
              && String.valueOf(cause.getMessage()).contains("unknown command")
          ? SystemException.refused(
              node.label() + " is no sentinel: it does not know SENTINEL.",
              "Name the sentinels under `sentinel.nodes`; their usual port is 26379.",
              cause)
          : errors.command(cause, DOING, false);
    } catch (TimeoutException e) {
      throw errors.command(e, DOING, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.command(e, DOING, false);
    }
  }

  /** Each master is a list of names and values, {@code name} among them. */
  private static List<String> names(List<Object> masters) {
    var names = new ArrayList<String>();
    for (var master : masters) {
      var fields = (List<?>) master;
      for (var i = 0; i + 1 < fields.size(); i += 2) {
        if (text(fields.get(i)).equals("name")) {
          names.add(text(fields.get(i + 1)));
        }
      }
    }
    return names;
  }

  private SystemException unknown(TreeSet<String> known) {
    return SystemException.refused(
        "The sentinels of " + group.label() + " know no master '" + group.master() + "'.",
        DidYouMean.among(group.master(), known)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse("They know: " + String.join(", ", known) + ". Mend `sentinel.master`."));
  }

  private SystemException nobody(List<SystemException> failures) {
    if (failures.size() == 1) {
      return failures.getFirst();
    }
    var problems = failures.stream().map(SystemException::problem).toList();
    var all =
        SystemException.refused(
            "No sentinel of %s tells the master. %s"
                .formatted(group.label(), String.join(" ", problems)),
            failures.getFirst().advice().orElse("Check that the sentinels run."));
    failures.forEach(all::addSuppressed);
    return all;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }
}
