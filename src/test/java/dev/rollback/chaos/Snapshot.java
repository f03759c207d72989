package dev.rollback.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.drill.Customer;
import dev.rollback.drill.Keyspace;
import dev.rollback.drill.Production;
import dev.rollback.drill.Scrub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the systems hold at one moment, read by nobody's adapter.
 *
 * @param workloads the specification of each deployment
 * @param keys all of Redis but what the service writes whenever somebody logs in
 * @param tables a digest of each table's rows
 */
record Snapshot(
    Map<String, JsonNode> workloads, Map<String, Keyspace.Value> keys, Map<String, String> tables) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a customer gets: the status of each kind of request. */
  record Service(int login, int wrongPassword, int apiKey, int anonymous) {
    static Service of(Customer customer) {
      return new Service(
          customer.login(), customer.login("guess"), customer.useKey(), customer.anonymous());
    }

    Service withApiKey(int status) {
      return new Service(login, wrongPassword, status, anonymous);
    }

    /** Everybody who may is let in, and nobody else. */
    boolean served() {
      return login == 200 && wrongPassword == 401 && apiKey == 200 && anonymous == 401;
    }
  }

  static Snapshot of(Production production) {
    return new Snapshot(workloads(production), keys(production), tables(production));
  }

  private static Map<String, JsonNode> workloads(Production production) {
    var scrub = Scrub.of(production.sandbox());
    var workloads = new TreeMap<String, JsonNode>();
    for (var deployment :
        production.kubernetes().apps().deployments().inAnyNamespace().list().getItems()) {
      var meta = deployment.getMetadata();
      workloads.put(
          meta.getNamespace() + "/" + meta.getName(),
          scrubbed(
              scrub,
              production
                  .sandbox()
                  .cluster()
                  .get("Deployment", meta.getNamespace(), meta.getName())
                  .path("spec")));
    }
    return workloads;
  }

  /** As it would be in any other sandbox. */
  static JsonNode scrubbed(Scrub scrub, JsonNode tree) {
    try {
      return JSON.readTree(scrub.named(tree.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Keyspace.Value> keys(Production production) {
    var scrub = Scrub.of(production.sandbox());
    var keys = new TreeMap<String, Keyspace.Value>();
    production
        .redis()
        .read()
        .forEach(
            (key, value) -> keys.put(key.startsWith("api_key:") ? scrub.named(key) : key, value));
    keys.keySet().removeIf(Snapshot::writtenByLogins);
    return keys;
  }

  static boolean writtenByLogins(String key) {
    return key.startsWith("ratelimit:")
        || key.startsWith("session:")
        || key.startsWith("stats:")
        || key.startsWith("cache:grid:")
        || key.equals("queue:audit");
  }

  private static Map<String, String> tables(Production production) {
    try (var connection = DriverManager.getConnection(production.sandbox().postgres())) {
      var tables = new TreeMap<String, String>();
      for (var table :
          column(
              connection,
              "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                  + " AND table_type = 'BASE TABLE'")) {
        tables.put(
            table,
            column(
                    connection,
                    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \""
                        + table
                        + "\" t")
                .getFirst());
      }
      return tables;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
