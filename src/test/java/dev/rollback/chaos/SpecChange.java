package dev.rollback.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What differs between two specifications, by path: the same change is equal to itself whatever
 * else the specifications hold.
 *
 * @param fields what was and what is, by path; a missing field is empty
 */
record SpecChange(Map<String, Field> fields) {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

  /** One field's values, as JSON. */
  record Field(String before, String after) {}

  static SpecChange between(JsonNode before, JsonNode after) {
    var old = new TreeMap<String, String>();
    var now = new TreeMap<String, String>();
    flatten("", before, old);
    flatten("", after, now);
    var paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    var fields = new TreeMap<String, Field>();
    for (var path : paths) {
      var field = new Field(old.getOrDefault(path, ""), now.getOrDefault(path, ""));
      if (!field.before().equals(field.after())) {
        fields.put(path, field);
      }
    }
    return new SpecChange(fields);
  }

  /** Elements that have a name are known by it, and their order is a field of its own. */
  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties().forEach(p -> flatten(path + "/" + p.getKey(), p.getValue(), into));
    } else if (node.isArray()) {
      var names = new ArrayList<String>();
      for (var i = 0; i < node.size(); i++) {
        names.add(node.get(i).path("name").asText("" + i));
        flatten(path + "/" + names.getLast(), node.get(i), into);
      }
      into.put(path + "/#order", names.toString());
    } else {
      into.put(path, TIME.matcher(node.toString()).replaceAll("<time>"));
    }
  }

  /** The change that takes this one back. */
  SpecChange inverse() {
    var back = new TreeMap<String, Field>();
    fields.forEach((path, field) -> back.put(path, new Field(field.after(), field.before())));
    return new SpecChange(back);
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
