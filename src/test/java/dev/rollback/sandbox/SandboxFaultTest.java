package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.fault.Faults;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The faults break what they say, and the remedy of the playbook heals it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SandboxFaultTest {
  private Sandbox sandbox;
  private GridClient grid;
  private KubernetesClient kubernetes;
  private RedisClient redisClient;
  private StatefulRedisConnection<String, String> redis;

  @BeforeAll
  void start() {
    sandbox = Sandbox.start();
    grid = new GridClient(sandbox);
    kubernetes = Clients.kubernetes(sandbox);
    redisClient = RedisClient.create(sandbox.redis().toString());
    redis = redisClient.connect();
  }

  @AfterAll
  void stop() {
    redis.close();
    redisClient.shutdown();
    kubernetes.close();
    grid.close();
    sandbox.close();
  }

  @Test
  @Order(1)
  void allIsWellAtFirst() {
    assertThat(grid.get("/health").statusCode()).isEqualTo(200);
    assertThat(grid.login().statusCode()).isEqualTo(200);
    assertThat(grid.withApiKey()).isEqualTo(200);
    assertThat(grid.get("/api/grid").statusCode()).isEqualTo(401);
    assertThat(grid.login("smoke@grid.example", "guess").body()).contains("INVALID_CREDENTIALS");
  }

  @Test
  @Order(2)
  void aTokenOpensTheGrid() {
    String token = grid.login().body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");

    assertThat(grid.get("/api/grid", "Authorization", "Bearer " + token).body())
        .contains("node-01");
    assertThat(grid.get("/api/grid", "Authorization", "Bearer " + token + "0").statusCode())
        .isEqualTo(401);
  }

  @Test
  @Order(3)
  void staleKeysRefuseApiKeysButNotLogins() {
    sandbox.inject(Faults.STALE_KEYS);

    assertThat(grid.withApiKey()).isEqualTo(401);
    assertThat(grid.login().statusCode()).isEqualTo(200);

    deleteApiKeys();
    assertThat(grid.withApiKey()).isEqualTo(200);
  }

  @Test
  @Order(4)
  void wrongSecretIsHealedByFallbackAndAnEmptyCacheOnly() {
    deleteApiKeys();
    sandbox.inject(Faults.WRONG_SECRET);

    assertThat(grid.get("/health").statusCode()).isEqualTo(200);
    assertThat(grid.login().statusCode()).isEqualTo(401);
    assertThat(grid.withApiKey()).isEqualTo(401);

    deleteApiKeys();
    assertThat(grid.withApiKey()).as("the cache alone is not the remedy").isEqualTo(401);

    setEnv("AUTH_SYSTEM_ENABLED", "false");
    assertThat(grid.login().statusCode()).isEqualTo(200);
    assertThat(grid.withApiKey()).as("fallback alone is not the remedy").isEqualTo(401);

    long others = others();
    deleteApiKeys();
    assertThat(grid.withApiKey()).isEqualTo(200);
    assertThat(apiKeys()).hasSize(1);
    assertThat(others()).isEqualTo(others);
    assertThat(redis.sync().hgetall("config:features"))
        .isEqualTo(Map.of("grid-v2", "on", "beta", "off"));
    assertThat(grid.get("/api/grid").statusCode()).as("anonymous in fallback").isEqualTo(401);
  }

  @Test
  @Order(5)
  void maintenanceAnswersForTheApiButNotForHealth() {
    setEnv("GRID_MAINTENANCE_MODE", "true");

    var login = grid.login();
    assertThat(login.statusCode()).isEqualTo(503);
    assertThat(login.body()).contains("MAINTENANCE");
    assertThat(login.headers().firstValue("Retry-After")).contains("120");
    assertThat(grid.get("/health").statusCode()).isEqualTo(200);

    setEnv("GRID_MAINTENANCE_MODE", "false");
    assertThat(grid.login().statusCode()).isEqualTo(200);
  }

  @Test
  @Order(6)
  void countsWhatItAnswers() {
    setEnv("RELEASE", "9.9.9");
    for (int i = 0; i < 3; i++) {
      grid.login("smoke@grid.example", "guess");
      grid.login();
    }

    assertThat(grid.get("/metrics").body())
        .contains("grid_build_info{release=\"9.9.9\"} 1")
        .contains("grid_logins_total{result=\"failed\"}")
        .containsPattern("path=\"/api/auth/login\",status=\"(200|401)\"")
        .contains("grid_http_request_duration_seconds_bucket{path=\"/api/auth/login\",le=\"+Inf\"}")
        .contains("grid_database_connections_max 4");
  }

  @Test
  @Order(7)
  void withoutPodsTheAddressStillAnswers() {
    kubernetes.apps().deployments().inNamespace("grid").withName("grid-api").scale(0);
    awaitRollOut();

    var answer = grid.get("/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("no healthy upstream");

    kubernetes.apps().deployments().inNamespace("grid").withName("grid-api").scale(3);
    awaitRollOut();
    assertThat(grid.get("/health").statusCode()).isEqualTo(200);
  }

  private void setEnv(String name, String value) {
    kubernetes
        .apps()
        .deployments()
        .inNamespace("grid")
        .withName("grid-api")
        .edit(Clients.withEnv(name, value));
    awaitRollOut();
  }

  private void awaitRollOut() {
    kubernetes
        .apps()
        .deployments()
        .inNamespace("grid")
        .withName("grid-api")
        .waitUntilCondition(
            d ->
                d.getMetadata().getGeneration().equals(d.getStatus().getObservedGeneration())
                    && d.getStatus().getUnavailableReplicas() == null
                    && Objects.equals(
                        d.getStatus().getUpdatedReplicas() == null
                            ? Integer.valueOf(0)
                            : d.getStatus().getUpdatedReplicas(),
                        d.getSpec().getReplicas())
                    && Objects.equals(
                        d.getStatus().getReplicas() == null
                            ? Integer.valueOf(0)
                            : d.getStatus().getReplicas(),
                        d.getSpec().getReplicas()),
            10,
            TimeUnit.SECONDS);
  }

  private List<String> apiKeys() {
    return redis.sync().keys("api_key:*");
  }

  private void deleteApiKeys() {
    KeyScanCursor<String> cursor;
    List<String> found = new ArrayList<>();
    cursor = redis.sync().scan(ScanArgs.Builder.matches("api_key:*").limit(1_000));
    found.addAll(cursor.getKeys());
    while (!cursor.isFinished()) {
      cursor = redis.sync().scan(cursor, ScanArgs.Builder.matches("api_key:*").limit(1_000));
      found.addAll(cursor.getKeys());
    }
    if (!found.isEmpty()) {
      redis.sync().unlink(found.toArray(String[]::new));
    }
  }

  /** The keys that no API key is, and no page that the service keeps for a time. */
  private long others() {
    return redis.sync().keys("*").stream()
        .filter(key -> !key.startsWith("api_key:") && !key.startsWith("cache:grid:"))
        .count();
  }
}
