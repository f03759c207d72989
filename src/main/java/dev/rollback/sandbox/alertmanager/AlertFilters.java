package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a query asks of alerts: {@code filter=alertname="x"}, as often as it likes.
 *
 * @param filters all of which an alert must meet
 */
record AlertFilters(List<Filter> filters) {
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z_]\\w*)(=~|=)\"(.*)\"", Pattern.DOTALL);
  private static final String KEY = "filter=";

  /** A label, and what its value must be. */
  record Filter(String label, boolean regex, String value) {
    boolean meets(JsonNode alert) {
      var found = alert.path("labels").path(label).asText();
      return regex ? found.matches(value) : found.equals(value);
    }
  }

  /**
   * Reads a query.
   *
   * @param query as it stands in the URL; null where there is none
   */
  static AlertFilters of(@Nullable String query) {
    return new AlertFilters(
        Stream.of(Optional.ofNullable(query).orElse("").split("&", -1))
            .filter(parameter -> parameter.startsWith(KEY))
            .map(p -> URLDecoder.decode(p.substring(KEY.length()), StandardCharsets.UTF_8))
            .map(AlertFilters::filter)
            .toList());
  }

  private static Filter filter(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? new Filter(form.group(1), form.group(2).equals("=~"), unquoted(form.group(3)))
        : new Filter(text, false, "");
  }

  private static String unquoted(String text) {
    return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /** The alerts that meet all of them. */
  List<JsonNode> in(List<JsonNode> alerts) {
    return alerts.stream().filter(a -> filters.stream().allMatch(f -> f.meets(a))).toList();
  }
}
