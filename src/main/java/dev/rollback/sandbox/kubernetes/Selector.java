package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which objects a list or watch is about: label selector and field selector, both must hold. */
record Selector(List<Predicate<JsonNode>> requirements) {
  static final Selector EVERYTHING = new Selector(List.of());

  private static final Pattern IN_SET =
      Pattern.compile("(?<key>\\S+)\\s+(?<not>not)?in\\s*\\((?<values>[^)]*)\\)");
  private static final Pattern EQUALITY =
      Pattern.compile("(?<key>[^=!]+?)\\s*(?<operator>==|!=|=)\\s*(?<value>.*)");
  // A comma inside the brackets of `in (a,b)` belongs to that requirement.
  private static final Pattern SEPARATOR = Pattern.compile(",(?![^(]*\\))");

  /**
   * @param labels as in the query parameter {@code labelSelector}, may be empty
   * @param fields as in {@code fieldSelector}, may be empty
   */
  static Selector parse(String labels, String fields) {
    List<Predicate<JsonNode>> all = new ArrayList<>();
    split(labels).forEach(text -> all.add(label(text)));
    split(fields).forEach(text -> all.add(field(text)));
    return new Selector(List.copyOf(all));
  }

  boolean matches(JsonNode object) {
    return requirements.stream().allMatch(r -> r.test(object));
  }

  private static List<String> split(String text) {
    return SEPARATOR
        .splitAsStream(text)
        .map(String::strip)
        .filter(requirement -> !requirement.isEmpty())
        .toList();
  }

  private static Predicate<JsonNode> label(String text) {
    Matcher set = IN_SET.matcher(text);
    if (set.matches()) {
      Set<String> values =
          Arrays.stream(set.group("values").split(",", -1))
              .map(String::strip)
              .collect(Collectors.toSet());
      String key = set.group("key");
      boolean wanted = set.group("not") == null;
      return o -> (hasLabel(o, key) && values.contains(labelOf(o, key))) == wanted;
    }
    Matcher equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      String key = equality.group("key");
      String value = equality.group("value");
      boolean wanted = !equality.group("operator").equals("!=");
      return o -> (hasLabel(o, key) && labelOf(o, key).equals(value)) == wanted;
    }
    return text.startsWith("!") ? o -> !hasLabel(o, text.substring(1)) : o -> hasLabel(o, text);
  }

  private static Predicate<JsonNode> field(String text) {
    Matcher equality = EQUALITY.matcher(text);
    if (!equality.matches()) {
      throw ApiException.badRequest("unable to parse field selector: " + text);
    }
    String pointer = "/" + equality.group("key").replace('.', '/');
    String value = equality.group("value");
    boolean wanted = !equality.group("operator").equals("!=");
    return o -> o.at(pointer).asText().equals(value) == wanted;
  }

  private static boolean hasLabel(JsonNode object, String key) {
    return object.path("metadata").path("labels").has(key);
  }

  private static String labelOf(JsonNode object, String key) {
    return object.path("metadata").path("labels").path(key).asText();
  }
}
