package dev.rollback.report.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a page. Text is text: only {@link HtmlText} writes it, and escapes all of it. */
sealed interface Html {
  /** Text as it is, to be escaped. */
  record Text(String text) implements Html {}

  /** A place that people fill in. */
  record Gap() implements Html {}

  /** An element; its name and the names of its attributes are this program's own. */
  record Element(String name, Map<String, String> attributes, List<Html> children) implements Html {
    /** Keeps its own copies. */
    public Element {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      children = List.copyOf(children);
    }

    /** The same with one more attribute; its value is escaped. */
    Element with(String attribute, String value) {
      var more = new LinkedHashMap<>(attributes);
      more.put(attribute, value);
      return new Element(name, more, children);
    }

    /** The same with more in it. */
    Element add(Html... more) {
      return add(List.of(more));
    }

    /** The same with more in it. */
    Element add(List<? extends Html> more) {
      var all = new ArrayList<>(children);
      all.addAll(more);
      return new Element(name, attributes, all);
    }
  }

  /** An element with these in it. */
  static Element el(String name, Html... children) {
    return new Element(name, Map.of(), List.of(children));
  }

  /** An element with a text in it. */
  static Element el(String name, String text) {
    return el(name, new Text(text));
  }

  /** An element with these in it. */
  static Element el(String name, List<? extends Html> children) {
    return new Element(name, Map.of(), List.copyOf(children));
  }

  /** An element of a class that the style sheet knows. */
  static Element styled(String name, String classes, Html... children) {
    return el(name, children).with("class", classes);
  }
}
