package dev.rollback.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Release;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sample service needs, without the service: the sandbox's PostgreSQL with schema and
 * users, its Redis, and its manifests. They listen on the loopback address alone.
 */
public final class GridServers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SecureRandom random = new SecureRandom();
  private final Accounts accounts = Accounts.random(random);
  private final WorkDirectory directory;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final SmokeUser smokeUser;
  private final Path smokeApiKey;

  private GridServers(WorkDirectory directory) throws Exception {
    this.directory = directory;
    this.postgres = PostgresServer.start(directory);
    this.redis = RedisServer.start(directory);
    postgres.migrate(accounts.databasePassword());
    accounts.insert(postgres.url(), random);
    this.smokeUser =
        new SmokeUser(
            directory.writeSecret("smoke-email", accounts.smoke().email()),
            directory.writeSecret("smoke-password", accounts.smoke().password()));
    this.smokeApiKey = directory.writeSecret("smoke-api-key", accounts.smoke().apiKey());
    resetRedis();
  }

  /** Starts both servers, with their files under this directory. */
  public static GridServers start(Path parent) throws Exception {
    return new GridServers(WorkDirectory.create(parent));
  }

  /** The address of Redis, with the number of the database. */
  public URI redis() {
    return redis.uri();
  }

  /** The JDBC URL of the service's database. */
  public String postgres() {
    return postgres.url();
  }

  /** Its own directory. */
  public Path directory() {
    return directory.path();
  }

  /** A user who can log in while all is well. */
  public SmokeUser smokeUser() {
    return smokeUser;
  }

  /** A file with an API key that is accepted while all is well. */
  public Path smokeApiKey() {
    return smokeApiKey;
  }

  /** The service's Secret. */
  public String secret(String databaseUrl) {
    return Manifests.secret(accounts, databaseUrl.replaceFirst("\\?.*", ""));
  }

  /** The service's Deployment, as the sandbox has it. */
  public ObjectNode deployment(URI redisUrl) {
    return tree(Manifests.deployment(redisUrl, "none"));
  }

  /** What a pod of that Deployment is given as its environment, for a process of this machine. */
  public Map<String, String> environment() {
    var secret = tree(secret(postgres())).path("data");
    var all = new TreeMap<>(Release.GOOD.baked());
    deployment(redis())
        .at("/spec/template/spec/containers/0/env")
        .forEach(
            entry -> {
              var key = entry.at("/valueFrom/secretKeyRef/key").asText();
              if (!key.isEmpty()) {
                all.put(entry.path("name").asText(), decoded(secret.path(key).asText()));
              } else if (entry.has("value")) {
                all.put(entry.path("name").asText(), entry.path("value").asText());
              }
            });
    return all;
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** The users of the service, and its secrets. */
  public Accounts accounts() {
    return accounts;
  }

  /** For secrets and names. */
  public SecureRandom random() {
    return random;
  }

  /** A customer who tries again and again. */
  public Prober customer(URI http, Clock clock) {
    return Prober.start(http, smokeUser, smokeApiKey, clock);
  }

  /** Only the keys of the life around the service are left. */
  public void resetRedis() {
    var client = RedisClient.create(redis().toString());
    try (var connection = client.connect()) {
      connection.sync().configSet("maxmemory", "0");
      connection.sync().flushall();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    new RedisContents(redis()).seedNeighbours(accounts);
  }

  /**
   * Every key with its value and whether it ends, except what logins that are tried leave behind:
   * rate limits, sessions, the queue and the counts of logins.
   */
  public Map<String, String> keyspace() {
    var client = RedisClient.create(redis().toString());
    try (var connection = client.connect()) {
      var commands = connection.sync();
      var all = new TreeMap<String, String>();
      for (var key : commands.keys("*")) {
        if (!key.matches(
            "(ratelimit:login|ratelimit:ip:127|cache:grid:|session|stats:logins|queue:audit).*")) {
          all.put(
              key,
              HexFormat.of().formatHex(commands.dump(key))
                  + (commands.pttl(key) < 0 ? "" : " ends"));
        }
      }
      return all;
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    redis.close();
    try {
      postgres.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
