package dev.rollback.yaml;

import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes random YAML documents, in every style, and reads the source back at spans. */
final class RandomTrees {
  private static final String[] WORDS = {
    "a",
    "grid-api",
    "it's",
    "say \"hi\"",
    "ünï",
    "𝄞 clef",
    "x: y",
    "# no",
    "${p}",
    "a\\b",
    "日本",
    "5",
    "true",
    "two\nlines"
  };

  private final RandomGenerator random;
  private int keys;

  RandomTrees(RandomGenerator random) {
    this.random = random;
  }

  /** A document that is a block mapping. */
  String document() {
    return mapping("", 3);
  }

  private String mapping(String indent, int depth) {
    var out = new StringBuilder();
    for (int i = 0, n = 1 + random.nextInt(4); i < n; i++) {
      out.append(indent).append("k").append(keys++).append(':').append(value(indent, depth));
      if (random.nextInt(5) == 0) {
        out.append(indent).append("# a comment\n\n");
      }
    }
    return out.toString();
  }

  private String value(String indent, int depth) {
    return switch (depth == 0 ? random.nextInt(4) : random.nextInt(7)) {
      case 4 -> "\n" + mapping(indent + "  ", depth - 1);
      case 5 -> "\n" + sequence(indent + "  ", depth - 1);
      case 6 ->
          " {f" + keys++ + ": " + flow() + ", g" + keys++ + ": [" + flow() + ", " + flow() + "]}\n";
      case 3 -> " |\n" + indent + "    block\n" + indent + "    of lines\n";
      default -> " " + scalar() + (random.nextBoolean() ? "   # why\n" : "\n");
    };
  }

  private String sequence(String indent, int depth) {
    var out = new StringBuilder();
    for (int i = 0, n = 1 + random.nextInt(3); i < n; i++) {
      out.append(indent).append("-").append(value(indent, depth));
    }
    return out.toString();
  }

  private String scalar() {
    return random.nextInt(3) == 0 ? "plain words 日本 𝄞 here" : flow();
  }

  private String flow() {
    var word = WORDS[random.nextInt(WORDS.length)];
    return random.nextBoolean() && !word.contains("\n")
        ? "'" + word.replace("'", "''") + "'"
        : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /** All scalars of a tree, keys too. */
  static List<YamlScalar> scalars(YamlNode node) {
    var found = new ArrayList<YamlScalar>();
    switch (node) {
      case YamlScalar scalar -> found.add(scalar);
      case YamlSequence(var elements, var _) -> elements.forEach(e -> found.addAll(scalars(e)));
      case YamlMapping(var entries, var _) ->
          entries.forEach(
              e -> {
                found.add(e.key());
                found.addAll(scalars(e.value()));
              });
    }
    return found;
  }

  /** The text of the file at a node's span. */
  static String source(YamlNode node) {
    return source(node.at());
  }

  static String source(dev.rollback.diagnostic.SourceSpan at) {
    var lines = at.file().text().split("\n", -1);
    if (at.line() == at.endLine()) {
      return lines[at.line() - 1].substring(at.column() - 1, at.endColumn() - 1);
    }
    var out = new StringBuilder(lines[at.line() - 1].substring(at.column() - 1));
    for (int i = at.line() + 1; i < at.endLine(); i++) {
      out.append('\n').append(lines[i - 1]);
    }
    return out.append('\n').append(lines[at.endLine() - 1], 0, at.endColumn() - 1).toString();
  }
}
