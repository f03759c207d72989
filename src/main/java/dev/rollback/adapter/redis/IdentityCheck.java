package dev.rollback.adapter.redis;

import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;

/** Refuses a server that is not the one that the configuration means. */
record IdentityCheck(String where, RedisSettings settings) {
  private static final String RUN_ID = "run_id:";

  void verify(RedisLink link, StatefulRedisConnection<byte[], byte[]> connection, Server server) {
    settings.identity().ifPresent(wanted -> verify(wanted, link, connection, server));
  }

  private void verify(
      RedisSettings.Identity wanted,
      RedisLink link,
      StatefulRedisConnection<byte[], byte[]> connection,
      Server server) {
    wanted.role().ifPresent(role -> same("role", role, server.role()));
    wanted
        .runId()
        .ifPresent(
            id -> {
              var info =
                  link.await(connection.async().info("server"), "asking for its run id", false);
              same("run id", id, runId(info).orElse("none"));
            });
  }

  private void same(String what, String wanted, String found) {
    if (!wanted.equals(found)) {
      throw SystemException.refused(
          "%s is not the server that is meant: its %s is %s, and rollback.yaml says %s."
              .formatted(where, what, found, wanted),
          "Correct `uri` or `identity` of this connection.");
    }
  }

  private static Optional<String> runId(String info) {
    return info.lines()
        .filter(line -> line.startsWith(RUN_ID))
        .map(line -> line.substring(RUN_ID.length()).strip())
        .findFirst();
  }
}
