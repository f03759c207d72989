package dev.rollback.yaml;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.Passage;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code ${name}} in scalars. A scalar that is nothing else takes the parameter's typed value;
 * among other text it is replaced by the value's text. A doubled dollar sign before the brace
 * stands for a single one, and no name is read.
 */
public final class Interpolation {
  private static final Pattern MARK = Pattern.compile("\\$\\$\\{|\\$\\{([^{}\\n]*)\\}|\\$\\{");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

  private Interpolation() {}

  /** The names that a tree's values use and where, in the order in which they stand. */
  public static List<Located<String>> references(YamlNode node) {
    var found = new ArrayList<Located<String>>();
    collect(node, found);
    return List.copyOf(found);
  }

  private static void collect(YamlNode node, List<Located<String>> into) {
    switch (node) {
      case YamlScalar scalar -> into.addAll(template(scalar).references());
      case YamlSequence(var elements, var _) -> elements.forEach(e -> collect(e, into));
      case YamlMapping(var entries, var _) -> entries.forEach(e -> collect(e.value(), into));
    }
  }

  /** A text with its parameters filled in, for texts that stand outside of a bound record. */
  public static Checked<String> fill(Located<String> text, BindContext context) {
    var problems = new ArrayList<Diagnostic>();
    var value =
        new Scalars(context, problems::add).value(new Shape.Text(), quoted(text), "the text");
    return value
        .<Checked<String>>map(v -> Checked.valid((String) v))
        .orElseGet(() -> new Checked.Invalid<>(problems));
  }

  /** The problems that {@link #fill} would find, as far as they can be seen without values. */
  public static List<Diagnostic> check(Located<String> text, Map<String, Shape> parameters) {
    var problems = new ArrayList<Diagnostic>();
    var _ =
        new Scalars(new BindContext.Checking(parameters), problems::add)
            .value(new Shape.Text(), quoted(text), "the text");
    return problems;
  }

  private static YamlScalar quoted(Located<String> text) {
    return new YamlScalar(text.value(), YamlNode.Style.DOUBLE_QUOTED, text.at());
  }

  /** A piece of a text. */
  sealed interface Part {
    /** Text that stays. */
    record Literal(String text) implements Part {}

    /** A name that is replaced. */
    record Reference(Located<String> name) implements Part {}
  }

  /** A text in its pieces, and what is wrong with them. */
  record Template(List<Part> parts, List<Diagnostic> problems) {
    List<Located<String>> references() {
      var names = new ArrayList<Located<String>>();
      for (var part : parts) {
        if (part instanceof Part.Reference(var name)) {
          names.add(name);
        }
      }
      return names;
    }

    /** The one name that the whole text is. */
    Optional<Located<String>> whole() {
      return parts.size() == 1 && parts.getFirst() instanceof Part.Reference(var name)
          ? Optional.of(name)
          : Optional.empty();
    }
  }

  static Template template(YamlScalar scalar) {
    var parts = new ArrayList<Part>();
    var problems = new ArrayList<Diagnostic>();
    var text = scalar.text();
    var literal = new StringBuilder();
    var matcher = MARK.matcher(text);
    var done = 0;
    while (matcher.find()) {
      literal.append(text, done, matcher.start());
      done = matcher.end();
      var name = matcher.group(1);
      if (matcher.group().equals("$${")) {
        literal.append("${");
      } else if (name != null && NAME.matcher(name).matches()) {
        flush(literal, parts);
        parts.add(
            new Part.Reference(new Located<>(name, place(scalar, matcher.start(), matcher.end()))));
      } else {
        problems.add(malformed(place(scalar, matcher.start(), matcher.end()), matcher.group()));
      }
    }
    flush(literal.append(text, done, text.length()), parts);
    return new Template(parts, problems);
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private static SourceSpan place(YamlScalar scalar, int from, int to) {
    return Passage.of(new Located<>(scalar.text(), scalar.at()), from, to);
  }

  private static Diagnostic malformed(SourceSpan at, String text) {
    var message =
        text.endsWith("}")
            ? "'" + text + "' is no parameter: a name has letters, digits, '-', '_' and '.'"
            : "'${' without its '}'";
    return Diagnostic.error(at, message)
        .advise("Write ${name} for a parameter, and $${ where the text itself has ${.");
  }
}
