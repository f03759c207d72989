package dev.rollback.adapter.postgres.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row as it was.
 *
 * @param key the values of its primary key
 * @param values those of the columns that are changed; empty for NULL
 */
record SavedRow(List<String> key, List<Optional<String>> values) {
  private static final ObjectMapper JSON = new ObjectMapper();

  SavedRow {
    key = List.copyOf(key);
    values = List.copyOf(values);
  }

  /** The current row: first its key, then its values. */
  static SavedRow of(ResultSet row, int keys, int values) throws SQLException {
    var key = new ArrayList<String>();
    for (var i = 1; i <= keys; i++) {
      key.add(row.getString(i));
    }
    var all = new ArrayList<Optional<String>>();
    for (var i = 1; i <= values; i++) {
      all.add(Optional.ofNullable(row.getString(keys + i)));
    }
    return new SavedRow(key, all);
  }

  /** For the file beside the journal. */
  byte[] encode() {
    var tree = JSON.createObjectNode();
    key.forEach(tree.putArray("key")::add);
    var array = tree.putArray("values");
    values.forEach(value -> value.ifPresentOrElse(array::add, array::addNull));
    try {
      return JSON.writeValueAsString(tree).getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /**
   * What was kept.
   *
   * @throws SystemException when it is no row
   */
  static SavedRow decode(byte[] bytes) {
    try {
      var tree = JSON.readTree(bytes);
      var key = new ArrayList<String>();
      tree.path("key").forEach(part -> key.add(part.asText()));
      var values = new ArrayList<Optional<String>>();
      tree.path("values")
          .forEach(
              value ->
                  values.add(Optional.of(value).filter(v -> !v.isNull()).map(JsonNode::asText)));
      return new SavedRow(key, values);
    } catch (IOException e) {
      throw SystemException.refused(
          "What was saved of a row cannot be read: " + e.getMessage(),
          "The file beside the journal is damaged: `rollback evidence verify RUN`.",
          e);
    }
  }

  /** {@code id = 7}. */
  String label(List<String> columns) {
    var parts = new ArrayList<String>();
    for (var i = 0; i < key.size(); i++) {
      parts.add(columns.get(i) + " = " + key.get(i));
    }
    return String.join(", ", parts);
  }
}
