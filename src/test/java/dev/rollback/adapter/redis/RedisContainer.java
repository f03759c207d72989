package dev.rollback.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.lab.ServerContainer;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Redis server in a container for all tests of a class: the image that ROLLBACK_LAB_REDIS_IMAGE
 * names, else redis:8. The tests are skipped where there is no Docker.
 */
public final class RedisContainer implements BeforeAllCallback, AfterAllCallback {
  private static final List<String> COMMAND =
      List.of("redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", "");

  private Optional<ServerContainer> container = Optional.empty();
  private Map<String, String> settings = Map.of();

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    container.ifPresent(ServerContainer::close);
    container = Optional.empty();
  }

  private ServerContainer start() {
    container.filter(one -> !one.isRunning()).ifPresent(ServerContainer::close);
    var started =
        container
            .filter(ServerContainer::isRunning)
            .orElseGet(
                () ->
                    ServerContainer.start(
                        "ROLLBACK_LAB_REDIS_IMAGE", "redis:8", 6379, Map.of(), COMMAND));
    container = Optional.of(started);
    return started;
  }

  /** The server as it was when it had just begun, for one test. */
  public TestRedis server() {
    var server = new TestRedis(new Shared(start()));
    if (settings.isEmpty()) {
      settings = server.admin().configGet("*");
    }
    renew(server.admin());
    return server;
  }

  private void renew(RedisCommands<byte[], byte[]> admin) {
    admin.replicaofNoOne();
    admin
        .configGet("*")
        .forEach(
            (name, value) -> {
              if (!value.equals(settings.get(name))) {
                admin.configSet(name, settings.getOrDefault(name, ""));
              }
            });
    admin.flushall();
    admin.slowlogReset();
    admin.dispatch(
        () -> "LATENCY".getBytes(UTF_8),
        new io.lettuce.core.output.IntegerOutput<>(io.lettuce.core.codec.ByteArrayCodec.INSTANCE),
        TestRedis.arguments("RESET"));
    admin.configResetstat();
  }

  private record Shared(ServerContainer container) implements TestRedis.Running {
    @Override
    public String host() {
      return container.host();
    }

    @Override
    public int port() {
      return container.port();
    }

    @Override
    public void kill() {
      container.kill();
    }

    /** The next test goes on with it. */
    @Override
    public void release() {}
  }
}
