package dev.rollback.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/**
 * Values of PostgreSQL as values that conditions know, in the form in which they are read back from
 * a journal.
 */
final class Cells {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Cells() {}

  /** The value in a column of the current row. */
  static JsonNode of(ResultSet row, int column) throws SQLException {
    var text = row.getString(column);
    if (text == null) {
      return NODES.nullNode();
    }
    return switch (row.getMetaData().getColumnTypeName(column)) {
      case "bool" -> NODES.booleanNode(row.getBoolean(column));
      case "int2", "int4", "int8", "oid", "serial", "bigserial", "smallserial", "numeric" ->
          number(text);
      case "float4", "float8" -> decimal(text);
      case "json", "jsonb" -> json(text);
      case "timestamptz" -> instant(row, column, text);
      case "timestamp" -> local(row, column, text);
      default -> NODES.textNode(text);
    };
  }

  /** What has a fraction is a decimal; a whole number beyond 64 bits is a text, not a wrong one. */
  private static JsonNode number(String text) {
    try {
      var value = new BigDecimal(text);
      if (value.scale() > 0) {
        return decimal(text);
      }
      var whole = value.longValueExact();
      return whole == (int) whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
    } catch (ArithmeticException | NumberFormatException e) {
      return NODES.textNode(text); // too large, or NaN
    }
  }

  private static JsonNode decimal(String text) {
    var value = Double.parseDouble(text);
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(text);
  }

  private static JsonNode json(String text) throws SQLException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("a value of type json is none: " + e.getOriginalMessage(), "22032", e);
    }
  }

  /** In UTC, as CEL's {@code timestamp()} takes it. */
  private static JsonNode instant(ResultSet row, int column, String text) throws SQLException {
    return text.endsWith("infinity")
        ? NODES.textNode(text)
        : NODES.textNode(row.getObject(column, OffsetDateTime.class).toInstant().toString());
  }

  private static JsonNode local(ResultSet row, int column, String text) throws SQLException {
    return text.endsWith("infinity")
        ? NODES.textNode(text)
        : NODES.textNode(row.getObject(column, LocalDateTime.class).toString());
  }
}
