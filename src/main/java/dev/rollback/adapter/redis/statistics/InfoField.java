package dev.rollback.adapter.redis.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code redis.info}: one field of INFO. */
@Doc("Reads one field of what INFO says, such as used_memory of section memory.")
public record InfoField(
    @Doc("The section, in lower case: server, clients, memory, persistence, stats, replication ...")
        String section,
    @Doc("The field, as INFO names it.") String field)
    implements Check<InfoField.Values, RedisReader> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,17})\\.\\d{1,18}");

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when there can be no such section
   */
  public InfoField {
    if (!section.matches("[a-z_-]{1,40}")) {
      throw new IllegalArgumentException(
          "'" + section + "' is no section of INFO: lower case letters, as in `memory`");
    }
  }

  /** What was read. */
  @Doc("What the field says.")
  public record Values(
      @Doc(
              "A number where it is one, whole or decimal; a mapping where the field has parts"
                  + " (db0: value.keys); otherwise text. A database that is not listed is empty,"
                  + " with 0 keys.")
          JsonNode value) {}

  @Override
  public Target target() {
    return Target.of("server", section + "/" + field);
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return List.of(RedisNeeds.reading("INFO"));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty(); // what is right is in the question
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var info = system.info(section);
    var text = info.field(field).or(this::emptyDatabase).orElseThrow(() -> unknown(info, system));
    return new Reading.Values<>(new Values(typed(text)));
  }

  /** INFO lists the databases that have keys. */
  private Optional<String> emptyDatabase() {
    return section.equals("keyspace") && field.matches("db\\d{1,5}")
        ? Optional.of("keys=0,expires=0,avg_ttl=0")
        : Optional.empty();
  }

  private static JsonNode typed(String text) {
    var parts = Info.parts(text);
    return parts.isEmpty() ? scalar(text) : mapping(parts);
  }

  private static JsonNode mapping(Map<String, String> parts) {
    var mapping = JSON.objectNode();
    parts.forEach((name, value) -> mapping.set(name, scalar(value)));
    return mapping;
  }

  /** A number with zeros before it is none: 00000000 is the id of a build. */
  private static JsonNode scalar(String text) {
    if (WHOLE.matcher(text).matches()) {
      return JSON.numberNode(Long.parseLong(text));
    }
    return DECIMAL.matcher(text).matches()
        ? JSON.numberNode(Double.parseDouble(text))
        : JSON.textNode(text);
  }

  private SystemException unknown(Info info, RedisReader system) {
    var everything = system.info(Info.EVERYTHING);
    var sections = everything.sections().stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
    if (info.fields().isEmpty() && !sections.contains(section)) {
      return SystemException.refused(
          "INFO of this server has no section '" + section + "'.",
          near(section, sections, "There are: " + String.join(", ", sections) + "."));
    }
    var elsewhere = everything.field(field).isPresent() ? " It stands in another section." : "";
    return SystemException.refused(
        "INFO " + section + " of this server has no field '" + field + "'." + elsewhere,
        near(field, List.copyOf(info.fields().keySet()), "See which there are: INFO " + section));
  }

  private static String near(String word, List<String> known, String otherwise) {
    return DidYouMean.among(word, known).map(w -> "Did you mean '" + w + "'?").orElse(otherwise);
  }
}
