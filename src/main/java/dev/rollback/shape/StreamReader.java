package dev.rollback.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the values of one shape from a stream of tokens, without a tree for the whole: for long
 * journals. What is rare, or not as it is written here, is read as a tree and decoded from that, so
 * that both ways give the same value, and the same message where there is none.
 */
sealed interface StreamReader {

  /**
   * The value that begins with the current token; afterwards, its last token is the current one.
   *
   * @throws IllegalArgumentException when it is not of the shape
   */
  Object read(JsonParser in) throws IOException;

  /** The reader of a whole value. */
  static StreamReader of(Shape shape) {
    return shape instanceof Shape.OneOf choice ? Variants.of(choice) : part(shape);
  }

  /** The reader of a part. */
  private static StreamReader part(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> new Scalar(shape, JsonToken.VALUE_STRING);
      case Shape.Whole _ -> new Scalar(shape, JsonToken.VALUE_NUMBER_INT);
      case Shape.Moment _ -> new Scalar(shape, JsonToken.VALUE_STRING);
      case Shape.Flag _ -> new Flag(shape);
      case Shape.Choice(var type) -> new Word(shape, words(type));
      case Shape.Maybe(var inner) -> new Present(part(inner));
      case Shape.RecordOf r -> Composite.of(r);
      // It may contain itself.
      case Shape.OneOf _,
          Shape.Decimal _,
          Shape.Period _,
          Shape.Day _,
          Shape.Planned _,
          Shape.ListOf _,
          Shape.MapOf _,
          Shape.Tree _,
          Shape.Aside _,
          Shape.At _,
          Shape.AsWritten _ ->
          new AsTree(shape);
    };
  }

  private static Map<String, Object> words(Class<? extends Enum<?>> type) {
    var words = new HashMap<String, Object>();
    for (var constant : type.getEnumConstants()) {
      words.put(Names.word(constant.name()), constant);
    }
    return words;
  }

  /** By way of a tree. */
  record AsTree(Shape shape) implements StreamReader {
    @Override
    public Object read(JsonParser in) throws IOException {
      JsonNode tree = in.readValueAsTree();
      return Codec.decode(shape, tree);
    }
  }

  /** A text, a whole number, a point in time. */
  record Scalar(Shape shape, JsonToken token) implements StreamReader {
    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() != token) {
        return new AsTree(shape).read(in);
      }
      return switch (shape) {
        case Shape.Moment _ -> moment(in);
        case Shape.Whole(var wide) when wide -> in.getLongValue();
        case Shape.Whole _ -> in.getIntValue();
        case Shape _ -> in.getText();
      };
    }
  }

  private static Object moment(JsonParser in) throws IOException {
    try {
      return Moments.parse(in.getText());
    } catch (DateTimeParseException e) {
      return new AsTree(new Shape.Moment()).read(in); // which tells where it stands
    }
  }

  /** True or false. */
  record Flag(Shape shape) implements StreamReader {
    @Override
    public Object read(JsonParser in) throws IOException {
      return switch (in.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> new AsTree(shape).read(in);
      };
    }
  }

  /** A constant of an enum. */
  record Word(Shape shape, Map<String, Object> words) implements StreamReader {
    @Override
    public Object read(JsonParser in) throws IOException {
      var constant = in.currentToken() == JsonToken.VALUE_STRING ? words.get(in.getText()) : null;
      return constant == null ? new AsTree(shape).read(in) : constant;
    }
  }

  /** What may be missing, and is there. */
  record Present(StreamReader inner) implements StreamReader {
    @Override
    public Object read(JsonParser in) throws IOException {
      return Optional.of(inner.read(in));
    }
  }

  /** A record. */
  final class Composite implements StreamReader {
    private final Shape.RecordOf shape;
    private final String[] keys;
    private final boolean[] trees;
    private final StreamReader[] readers;
    private final Function<Object[], Object> maker;

    private Composite(Shape.RecordOf shape, List<Shape.Component> components) {
      this.shape = shape;
      this.maker = Records.maker(shape.type());
      this.keys = components.stream().map(Shape.Component::key).toArray(String[]::new);
      this.readers = components.stream().map(c -> part(c.shape())).toArray(StreamReader[]::new);
      this.trees = new boolean[keys.length];
      for (var i = 0; i < keys.length; i++) {
        trees[i] = components.get(i).shape() instanceof Shape.Tree;
      }
    }

    static Composite of(Shape.RecordOf shape) {
      return new Composite(shape, shape.components());
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        return new AsTree(shape).read(in);
      }
      return rest(in);
    }

    /** Its keys from the next token on. */
    Object rest(JsonParser in) throws IOException {
      var parts = new Object[keys.length];
      var expected = 0;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        var at = place(in.currentName(), expected);
        var token = in.nextToken();
        if (at < 0) {
          in.skipChildren();
        } else {
          parts[at] = token != JsonToken.VALUE_NULL || trees[at] ? readers[at].read(in) : null;
          expected = at + 1;
        }
      }
      complete(parts);
      return maker.apply(parts);
    }

    /** Keys are written in the order of the components, so that the next one is looked at first. */
    private int place(String key, int expected) {
      if (expected < keys.length && keys[expected].equals(key)) {
        return expected;
      }
      return Arrays.asList(keys).indexOf(key);
    }

    private void complete(Object[] parts) {
      for (var i = 0; i < parts.length; i++) {
        if (parts[i] == null) {
          parts[i] = Codec.missing(shape.components().get(i));
        }
      }
    }
  }

  /** One of several records, told by the key that is written first. */
  record Variants(Shape shape, Map<String, Composite> variants) implements StreamReader {
    static Variants of(Shape.OneOf shape) {
      var variants = new HashMap<String, Composite>();
      shape.variants().forEach((tag, variant) -> variants.put(tag, Composite.of(variant)));
      return new Variants(shape, variants);
    }

    @Override
    public Object read(JsonParser in) throws IOException {
      if (in.currentToken() == JsonToken.START_OBJECT
          && in.nextToken() == JsonToken.FIELD_NAME
          && in.currentName().equals(Codec.TYPE)
          && in.nextToken() == JsonToken.VALUE_STRING) {
        var variant = variants.get(in.getText());
        if (variant != null) {
          return variant.rest(in);
        }
      }
      throw new IllegalArgumentException("no type, or none that is known, stands first");
    }
  }
}
