package dev.rollback.shape;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The form of a value, as far as a file format can tell. */
public sealed interface Shape {

  /** {@link String}. */
  record Text() implements Shape {}

  /** {@code int} or {@code long}: {@code wide} tells which. */
  record Whole(boolean wide) implements Shape {}

  /** {@code double}. */
  record Decimal() implements Shape {}

  /** {@code boolean}. */
  record Flag() implements Shape {}

  /** {@link java.time.Duration}, written in ISO 8601: {@code PT30S}. */
  record Period() implements Shape {}

  /** {@link java.time.Instant}, written in ISO 8601. */
  record Moment() implements Shape {}

  /** {@link java.time.LocalDate}, written in ISO 8601. */
  record Day() implements Shape {}

  /** An enum; its constants are written in lower case with hyphens. */
  record Choice(Class<? extends Enum<?>> type) implements Shape {
    /** The words that can be written, in the order of the constants. */
    public List<String> words() {
      return java.util.Arrays.stream(type.getEnumConstants())
          .map(c -> Names.word(c.name()))
          .toList();
    }
  }

  /** {@link Optional}: the key may be missing. */
  record Maybe(Shape value) implements Shape {}

  /** {@link List}. */
  record ListOf(Shape element) implements Shape {}

  /** {@link Map} from strings, in the order in which it was written. */
  record MapOf(Shape value) implements Shape {}

  /** A record: a mapping with a key for each component. */
  record RecordOf(Class<? extends Record> type, String doc, List<Component> components)
      implements Shape {
    /** The components of which a file has exactly one; empty where there are none such. */
    public List<Component> alternatives() {
      return components.stream().filter(Component::alternative).toList();
    }

    /** The same, less the components with these keys. */
    public RecordOf without(Set<String> keys) {
      return new RecordOf(
          type, doc, components.stream().filter(c -> !keys.contains(c.key())).toList());
    }

    /** The same, where the component with this key has another form. */
    public RecordOf with(String key, Shape other) {
      return new RecordOf(
          type, doc, components.stream().map(c -> c.key().equals(key) ? c.as(other) : c).toList());
    }
  }

  /**
   * A sealed interface of records. In YAML the variant is told by the key of its first component
   * ({@code {env: NAME}}); in JSON by a {@code type}. A variant may contain the interface again
   * (steps within a step): then this graph has a circle, so that equality and text go by the type,
   * from which all the rest follows.
   */
  record OneOf(Class<?> type, String doc, Map<String, RecordOf> variants) implements Shape {
    /**
     * The same, less some components.
     *
     * @param left their keys, by the variant's word
     */
    public OneOf without(Map<String, Set<String>> left) {
      var rest = new LinkedHashMap<String, RecordOf>();
      variants.forEach((word, v) -> rest.put(word, v.without(left.getOrDefault(word, Set.of()))));
      return new OneOf(type, doc, rest);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OneOf that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
      return type.hashCode();
    }

    @Override
    public String toString() {
      return "OneOf[" + type.getName() + "]";
    }
  }

  /** A JSON tree of any form. */
  record Tree() implements Shape {}

  /** {@link dev.rollback.diagnostic.Located}: a value with the place where it stands. */
  record At(Shape value) implements Shape {}

  /** {@link Verbatim}: whatever was written, as a tree with positions. */
  record AsWritten() implements Shape {}

  /** {@link Hint}: kept, never compared. */
  record Aside(Shape value) implements Shape {}

  /** {@link PlanTime}: not written in YAML. */
  record Planned() implements Shape {}

  /**
   * A component of a record.
   *
   * @param key as it is written: lower case with hyphens
   * @param defaultText what it is when the key is missing, as it would stand in YAML
   * @param shown whether a difference in it says something to a person
   * @param alternative whether it is one of those of which exactly one is written
   */
  record Component(
      String key,
      String doc,
      Shape shape,
      Optional<String> defaultText,
      boolean shown,
      boolean alternative,
      Method accessor) {

    private Component as(Shape other) {
      return new Component(key, doc, other, defaultText, shown, alternative, accessor);
    }

    /** Whether a file without this key is wrong. */
    public boolean required() {
      return defaultText.isEmpty() && !optional(shape);
    }

    private static boolean optional(Shape shape) {
      return switch (shape) {
        case Maybe _, ListOf _, MapOf _, Planned _ -> true;
        case Aside(var inner) -> optional(inner);
        case At(var inner) -> optional(inner);
        case Text _,
            Whole _,
            Decimal _,
            Flag _,
            Period _,
            Moment _,
            Day _,
            Choice _,
            RecordOf _,
            OneOf _,
            Tree _,
            AsWritten _ ->
            false;
      };
    }
  }
}
