package dev.rollback.adapter.redis.link;

import dev.rollback.action.Fact;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.Optional;

/** Asks a server for the facts by which it can be told from others. */
public record Identity(RedisLink link, StatefulRedisConnection<byte[], byte[]> connection) {
  private static final String RUN_ID = "run_id:";

  /**
   * The run id comes first, since it alone tells one server from another. Nothing that a server
   * says lasts: a replication id is new after each restart too, and the same at all replicas.
   */
  public static final List<Fact> FACTS =
      List.of(
          new Fact(
              "run-id",
              "[0-9a-f]{40}",
              false,
              "The run id; a server gets a new one each time it is started."),
          new Fact(
              "role",
              "master|replica",
              true,
              "Its role: master or replica. Alone it does not tell one server from another."));

  /**
   * One of {@link #FACTS}, asked anew; empty for any other name.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when the server does not answer
   */
  public Optional<String> fact(String name) {
    return switch (name) {
      case "role" -> Optional.of(Greeting.server(link, connection).role());
      case "run-id" -> runId();
      default -> Optional.empty();
    };
  }

  private Optional<String> runId() {
    return link.await(connection.async().info("server"), "asking for its run id", false)
        .lines()
        .filter(line -> line.startsWith(RUN_ID))
        .map(line -> line.substring(RUN_ID.length()).strip())
        .findFirst();
  }
}
