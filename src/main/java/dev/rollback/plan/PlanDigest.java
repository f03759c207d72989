package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.shape.Codec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The name of a plan: SHA-256 over everything in it, keys sorted. Whatever a person was shown is
 * covered, so a plan that differs in anything has another digest.
 */
public final class PlanDigest {
  private PlanDigest() {}

  /** 64 hex digits. */
  public static String of(Plan plan) {
    return ofText(sorted(Codec.of(Plan.class).encode(plan)).toString());
  }

  /** The digest of the state before, of each step that changes something. */
  public static Map<String, String> ofStates(Plan plan) {
    var states = new LinkedHashMap<String, String>();
    plan.changes().forEach(c -> states.put(c.id(), ofText(sorted(c.before()).toString())));
    return states;
  }

  /** SHA-256 of a text, 64 hex digits. */
  public static String ofText(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var result = JsonNodeFactory.instance.objectNode();
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> result.set(name, sorted(object.get(name))));
        yield result;
      }
      case ArrayNode array -> {
        var result = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> result.add(sorted(element)));
        yield result;
      }
      default -> node;
    };
  }
}
