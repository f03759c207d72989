package dev.rollback.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Connection;
import dev.rollback.adapter.redis.RedisAdapter;
import dev.rollback.adapter.redis.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One action, on a Redis server of its own. */
abstract class RedisSubject implements Subject {
  private final TestRedis redis = TestRedis.embedded();
  private final Connection<?, ?> connection = redis.connect();
  private final String action;

  RedisSubject(String action) {
    this.action = action;
    redis.note();
  }

  final TestRedis redis() {
    return redis;
  }

  @Override
  public final String name() {
    return action;
  }

  @Override
  public final Set<String> actions() {
    return Set.of(action);
  }

  @Override
  public final Workbench workbench() {
    return new Workbench(List.of(new RedisAdapter()), Map.of("redis", connection));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** A runbook of this action. */
  final String runbook(String inputs) {
    return """
    steps:
      - {id: it, action: %s, %s}
    after:
      - {check: redis.ping, expect: milliseconds < 60000.0}
    """
        .formatted(action, inputs);
  }

  @Override
  public final void close() {
    connection.close();
    redis.close();
  }
}
