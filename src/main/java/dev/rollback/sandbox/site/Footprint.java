package dev.rollback.sandbox.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What stands in the systems of a site at a moment: the workload and its Secret, every key of Redis
 * and its settings, the schema, rows, rights and roles of the database. It is read by an
 * administrator, and not by what a run uses. What customers write all the time is left out.
 *
 * @param at when it was read
 * @param items a form of each thing by its name; equal forms mean equal things
 * @param ends when a key of Redis ends by itself, of those that do
 */
public record Footprint(Instant at, Map<String, String> items, Map<String, Instant> ends) {
  /** What the service and its customers write by themselves. */
  private static final Pattern TRAFFIC =
      Pattern.compile("(ratelimit:|session:|stats:|queue:audit|rollback:).*", Pattern.DOTALL);

  /** Kept by Kubernetes or by a restart, which has no undo: it is no state. */
  private static final List<String> MARKS =
      List.of("kubectl.kubernetes.io/restartedAt", "rollback.dev/restarted-at");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String REDIS = "redis key ";

  /** In one go: Redis may be slow just now. */
  private static final String CONTENT =
      """
      local all = {}
      for _, key in ipairs(redis.call('KEYS', '*')) do
        local ends = redis.call('PTTL', key)
        all[#all + 1] = key
        all[#all + 1] = redis.sha1hex(redis.call('DUMP', key)) .. (ends < 0 and '' or ' ends')
        all[#all + 1] = ends
      end
      return all
      """;

  /** Copies. */
  public Footprint {
    items = Map.copyOf(items);
    ends = Map.copyOf(ends);
  }

  /**
   * Reads it.
   *
   * @throws SandboxException when a system does not answer
   */
  public static Footprint of(Site site) {
    var items = new TreeMap<String, String>();
    var ends = new TreeMap<String, Instant>();
    workload(site, items);
    keys(site, items, ends);
    database(site, items);
    return new Footprint(Clock.systemUTC().instant(), items, ends);
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

  private static void keys(Site site, Map<String, String> items, Map<String, Instant> ends) {
    RedisClient client = RedisClient.create(patient(site));
    try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      RedisCommands<byte[], byte[]> redis = connection.sync();
      var now = Clock.systemUTC().instant();
      List<Object> read = redis.eval(CONTENT, ScriptOutputType.MULTI);
      for (int i = 0; i < read.size(); i += 3) {
        var name = text(read.get(i));
        if (!TRAFFIC.matcher(name).matches()) {
          items.put(REDIS + name, text(read.get(i + 1)));
          var millis = (Long) read.get(i + 2);
          if (millis >= 0) {
            ends.put(REDIS + name, now.plusMillis(millis));
          }
        }
      }
      for (var setting : List.of("maxmemory", "maxmemory-policy")) {
        items.put("redis setting " + setting, redis.configGet(setting).toString());
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private static RedisURI patient(Site site) {
    var uri = RedisURI.create(site.redis());
    uri.setTimeout(PATIENCE);
    return uri;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
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
   * served again is theirs, and is left; also when its time was over meanwhile.
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
          if (!was.equals(is)
              && !isTheirs(name, is, healed)
              && !hasEnded(name, undone)
              && !healed.hasEnded(name, undone)) {
            names.add(name);
          }
        });
    undone.items.keySet().stream()
        .filter(name -> !items.containsKey(name) && !name.startsWith(REDIS))
        .forEach(names::add);
    names.sort(null);
    return names;
  }

  /**
   * What somebody has changed since. What customers do while nothing else happens is left out: they
   * make the service remember things for a time.
   *
   * @return the names, in order
   */
  public List<String> changedIn(Footprint later) {
    var names = new TreeSet<String>();
    items.forEach(
        (name, was) -> {
          if (!was.equals(later.items.get(name)) && !ends.containsKey(name)) {
            names.add(name);
          }
          if (!later.items.containsKey(name) && !hasEnded(name, later)) {
            names.add(name);
          }
        });
    later.items.keySet().stream()
        .filter(name -> !items.containsKey(name) && !later.ends.containsKey(name))
        .forEach(names::add);
    return List.copyOf(names);
  }

  /**
   * This one, as if what somebody has done between two moments had been done before it: no run owes
   * to take that back.
   */
  public Footprint withWhatChanged(Footprint before, Footprint after) {
    var all = new TreeMap<>(items);
    var theirEnds = new TreeMap<>(ends);
    for (var name : before.changedIn(after)) {
      put(all, name, after.items);
      put(theirEnds, name, after.ends);
    }
    return new Footprint(at, all, theirEnds);
  }

  private static <T> void put(Map<String, T> all, String name, Map<String, T> from) {
    if (from.containsKey(name)) {
      all.put(name, from.get(name));
    } else {
      all.remove(name);
    }
  }

  private boolean hasEnded(String name, Footprint later) {
    return Optional.ofNullable(ends.get(name)).filter(end -> !end.isAfter(later.at)).isPresent();
  }

  private static boolean isTheirs(
      String name, @org.jspecify.annotations.Nullable String is, Footprint healed) {
    return name.startsWith(REDIS) && is != null && is.equals(healed.items.get(name));
  }
}
