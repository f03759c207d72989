package dev.rollback.yaml;

import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Verbatim;
import java.util.List;
import java.util.Optional;

/**
 * A part of a YAML file and the place where it stands. A record component of this very type takes
 * what was written as it is.
 */
public sealed interface YamlNode extends Verbatim {

  /** Where it stands, quotes and brackets included; of a block, to the end of its last value. */
  SourceSpan at();

  /** Keys with values, in the order in which they were written; no key stands twice. */
  record YamlMapping(List<Entry> entries, SourceSpan at) implements YamlNode {
    /** Keeps its own copy. */
    public YamlMapping {
      entries = List.copyOf(entries);
    }

    /** The entry with this key. */
    public Optional<Entry> find(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }

    /** The keys in their order. */
    public List<String> keys() {
      return entries.stream().map(e -> e.key().text()).toList();
    }
  }

  /** One key and its value. */
  record Entry(YamlScalar key, YamlNode value) {}

  /** A list. */
  record YamlSequence(List<YamlNode> elements, SourceSpan at) implements YamlNode {
    /** Keeps its own copy. */
    public YamlSequence {
      elements = List.copyOf(elements);
    }
  }

  /**
   * A single value.
   *
   * @param text what it says, without quotes and escapes; empty where nothing was written
   */
  record YamlScalar(String text, Style style, SourceSpan at) implements YamlNode {
    /** Whether there is nothing after the key. */
    public boolean nothing() {
      return style == Style.PLAIN && text.isEmpty();
    }
  }

  /** How a scalar is written; only a plain one can be read as anything but text. */
  enum Style {
    /** Without quotes. */
    PLAIN,
    /** {@code 'text'}. */
    SINGLE_QUOTED,
    /** {@code "text"}. */
    DOUBLE_QUOTED,
    /** A block after {@code |}. */
    LITERAL,
    /** A block after {@code >}. */
    FOLDED
  }
}
