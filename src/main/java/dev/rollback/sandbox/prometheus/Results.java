package dev.rollback.sandbox.prometheus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.sandbox.prometheus.promql.Labels;
import dev.rollback.sandbox.prometheus.promql.Numbers;
import dev.rollback.sandbox.prometheus.promql.Point;
import dev.rollback.sandbox.prometheus.promql.Value;
import java.math.BigDecimal;

/** Results as the API writes them. */
final class Results {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Results() {}

  /**
   * What an instant query gave.
   *
   * @param at the time of a vector's values, in milliseconds
   */
  static ObjectNode data(Value value, long at) {
    var data = JSON.objectNode();
    return switch (value) {
      case Value.Scalar(var point) -> {
        data.put("resultType", "scalar").set("result", pair(point));
        yield data;
      }
      case Value.Vector(var elements) -> {
        var result = data.put("resultType", "vector").putArray("result");
        elements.forEach(
            e -> metric(result, e.labels()).set("value", pair(new Point(at, e.value()))));
        yield data;
      }
      case Value.Matrix(var lines) -> {
        var result = data.put("resultType", "matrix").putArray("result");
        lines.forEach(
            line -> {
              var values = metric(result, line.labels()).putArray("values");
              line.points().forEach(point -> values.add(pair(point)));
            });
        yield data;
      }
    };
  }

  private static ObjectNode metric(ArrayNode result, Labels labels) {
    var written = result.addObject();
    var metric = written.putObject("metric");
    labels.all().forEach(metric::put);
    return written;
  }

  private static ArrayNode pair(Point point) {
    return JSON.arrayNode().add(BigDecimal.valueOf(point.at(), 3)).add(Numbers.text(point.value()));
  }
}
