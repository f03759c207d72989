package dev.rollback.sandbox.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What stands in the systems of a site at a moment: the workload and its Secret, every key of Redis
 * and its settings, the schema, rows, rights and roles of the database. It is read by an
 * administrator, and not by what a run uses. What customers write all the time is left out.
 *
 * @param items a form of each thing by its name; equal forms mean equal things
 */
public record Footprint(Map<String, String> items) {
  /** What the service and its customers write by themselves. */
  private static final Pattern TRAFFIC =
      Pattern.compile("(ratelimit:|session:|stats:|queue:audit|rollback:).*", Pattern.DOTALL);

  /** Kept by Kubernetes or by a restart, which has no undo: it is no state. */
  private static final List<String> MARKS =
      List.of("kubectl.kubernetes.io/restartedAt", "rollback.dev/restarted-at");

  private static final String REDIS = "redis key ";

  /** Copies. */
  public Footprint {
    items = Map.copyOf(items);
  }

  /**
   * Reads it.
   *
   * @throws SandboxException when a system does not answer
   */
  public static Footprint of(Site site) {
    var items = new TreeMap<String, String>();
    workload(site, items);
    keys(site, items);
    database(site, items);
    return new Footprint(items);
  }

  private static void workload(Site site, Map<String, String> items) {
    var spec = (ObjectNode) site.object("Deployment", Site.DEPLOYMENT).path("spec").deepCopy();
    if (spec.at("/template/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.remove(MARKS);
      if (annotations.isEmpty()) {
        ((ObjectNode) spec.at("/template/metadata")).remove("annotations");
      }
    }
    items.put("deployment " + Site.DEPLOYMENT, canonical(spec));
    JsonNode secret = site.object("Secret", Site.SECRET);
    secret
        .path("data")
        .properties()
        .forEach(e -> items.put("secret key " + e.getKey(), e.getValue().asText()));
  }

  /** The order of fields in an object means nothing. */
  private static String canonical(JsonNode node) {
    try {
      var json =
          JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
      return json.writeValueAsString(json.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void keys(Site site, Map<String, String> items) {
    RedisClient client = RedisClient.create(site.redis().toString());
    try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      RedisCommands<byte[], byte[]> redis = connection.sync();
      for (byte[] key : redis.keys("*")) {
        var name = new String(key, StandardCharsets.UTF_8);
        if (!TRAFFIC.matcher(name).matches()) {
          Optional.ofNullable(redis.dump(key))
              .ifPresent(value -> items.put(REDIS + name, form(value, redis.pttl(key))));
        }
      }
      for (var setting : List.of("maxmemory", "maxmemory-policy")) {
        items.put("redis setting " + setting, redis.configGet(setting).toString());
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private static String form(byte[] value, long millis) {
    var hex = value.length > 1024 ? Arrays.hashCode(value) + " of " + value.length : hex(value);
    return hex + (millis < 0 ? "" : " ends");
  }

  private static String hex(byte[] value) {
    return HexFormat.of().formatHex(value);
  }

  private static void database(Site site, Map<String, String> items) {
    try (var connection = DriverManager.getConnection(site.postgres());
        var statement = connection.createStatement()) {
      for (var table : tables(connection)) {
        items.put("table " + table, one(statement, content(table)));
      }
      items.put("database schema", one(statement, SCHEMA));
      items.put("database rights", one(statement, RIGHTS));
      items.put("database roles", one(statement, ROLES));
    } catch (SQLException e) {
      throw new SandboxException("the database cannot be read: " + e.getMessage(), e);
    }
  }

  private static final String SCHEMA =
      "SELECT md5(coalesce(string_agg(table_name || '.' || column_name || ' ' || data_type || ' '"
          + " || is_nullable, ',' ORDER BY table_name, ordinal_position), '')) FROM"
          + " information_schema.columns WHERE table_schema = 'public'";

  private static final String RIGHTS =
      "SELECT coalesce(datacl::text, 'default') FROM pg_database WHERE datname ="
          + " current_database()";

  private static final String ROLES =
      "SELECT md5(string_agg(rolname || coalesce(rolpassword, ''), ',' ORDER BY rolname)) FROM"
          + " pg_authid WHERE rolname !~ '^pg_'";

  private static List<String> tables(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (ResultSet tables =
        connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  private static String content(String table) {
    return "SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY t::text), '')) FROM \"%s\" t"
        .formatted(table);
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (var rows = statement.executeQuery(query)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  /**
   * What an undo has not brought back. A key of Redis that customers made anew once they were
   * served again is theirs, and is left.
   *
   * @param healed what stood there after the run
   * @param undone what stands there after the undo of that run
   * @return the names of what is not as it was here, in order
   */
  public List<String> notBackIn(Footprint undone, Footprint healed) {
    var names = new ArrayList<String>();
    items.forEach(
        (name, was) -> {
          var is = undone.items.get(name);
          if (!was.equals(is) && !isTheirs(name, is, healed)) {
            names.add(name);
          }
        });
    undone.items.keySet().stream()
        .filter(name -> !items.containsKey(name) && !name.startsWith(REDIS))
        .forEach(names::add);
    names.sort(null);
    return names;
  }

  private static boolean isTheirs(
      String name, @org.jspecify.annotations.Nullable String is, Footprint healed) {
    return name.startsWith(REDIS) && is != null && is.equals(healed.items.get(name));
  }
}
