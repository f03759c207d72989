package dev.rollback.sandbox.service;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the service keeps in Redis. Methods throw {@code RedisException} when it is away. */
final class Cache implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RedisClient client;
  private final ClientResources resources;
  private @Nullable StatefulRedisConnection<String, String> connection;

  /**
   * Connects, or does so when it is first needed.
   *
   * @param atOnce whether Redis must be there now
   * @param latencies takes how long each command took
   * @throws RedisException when Redis must be there and is not to be had
   */
  Cache(String url, boolean atOnce, CommandLatencyRecorder latencies) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(TIMEOUT);
    // One connection needs no more than this, and each pod has its own.
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(latencies)
            .build();
    this.client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .protocolVersion(ProtocolVersion.RESP2)
            .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    if (atOnce) {
      connectAtOnce();
    }
  }

  private void connectAtOnce() {
    try {
      connect();
    } catch (RedisException e) {
      // Nobody will close what was not constructed, and it has threads.
      closeClient();
      throw e;
    }
  }

  private synchronized StatefulRedisConnection<String, String> connect() {
    if (connection == null) {
      connection = client.connect();
    }
    return connection;
  }

  void ping() {
    commands().ping();
  }

  Optional<String> apiKeyForm(String keyId) {
    return Optional.ofNullable(commands().get("api_key:" + keyId));
  }

  void rememberApiKeyForm(String keyId, String form, Duration ttl) {
    commands().set("api_key:" + keyId, form, SetArgs.Builder.ex(ttl));
  }

  void openSession(String id, String email, Duration ttl) {
    commands().set("session:" + id, email, SetArgs.Builder.ex(ttl));
    commands().lpush("queue:audit", "login " + email);
    commands().ltrim("queue:audit", 0, 999);
    commands().hincrby("stats:logins", email, 1);
  }

  boolean hasSession(String id) {
    return commands().exists("session:" + id) == 1;
  }

  /** How many times this was asked for the user in the last minute, this time included. */
  long countLogin(String email) {
    return count("ratelimit:login:" + email, MINUTE);
  }

  /** How many times this was asked for the key within a window, this time included. */
  long count(String key, Duration window) {
    long count = commands().incr(key);
    if (count == 1) {
      commands().expire(key, window);
    }
    return count;
  }

  Optional<String> page(String key) {
    return Optional.ofNullable(commands().get(key));
  }

  void keepPage(String key, String page, Duration ttl) {
    commands().set(key, page, SetArgs.Builder.ex(ttl));
  }

  void keepReport(String owner, String report, Duration ttl) {
    commands().set("report:" + owner, report, SetArgs.Builder.ex(ttl));
  }

  /** Goes through all keys of the database, and nobody else is served meanwhile. */
  List<String> find(String pattern) {
    return commands().keys(pattern);
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
    closeClient();
  }

  private void closeClient() {
    client.shutdown(Duration.ZERO, TIMEOUT);
    resources
        .shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(TIMEOUT.toMillis());
  }

  private RedisCommands<String, String> commands() {
    return connect().sync();
  }
}
