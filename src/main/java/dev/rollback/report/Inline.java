package dev.rollback.report;

import java.util.ArrayList;
import java.util.List;

/** A piece of a line of a report, in whatever form it is written then. */
public sealed interface Inline {
  /** Text as it is. */
  record Text(String text) implements Inline {}

  /** What is to be seen first. */
  record Strong(String text) implements Inline {}

  /** A name, a value or a command: to be read character by character. */
  record Code(String text) implements Inline {}

  /** How something is or ended; the word says all, the tone only underlines it. */
  record State(String word, Tone tone) implements Inline {}

  /** A file beside the journal. */
  record File(String name) implements Inline {}

  /** A place that a person fills in. */
  record Blank(String label) implements Inline {}

  /** A line of nothing but text. */
  static List<Inline> text(String text) {
    return text.isEmpty() ? List.of() : List.of(new Text(text));
  }

  /** A line of nothing but code. */
  static List<Inline> code(String text) {
    return text.isBlank() ? List.of() : List.of(new Code(text));
  }

  /** A line of several pieces. */
  static List<Inline> of(Inline... pieces) {
    return List.of(pieces);
  }

  /** The one line behind the other. */
  static List<Inline> join(List<Inline> first, List<Inline> then) {
    var both = new ArrayList<>(first);
    both.addAll(then);
    return List.copyOf(both);
  }
}
