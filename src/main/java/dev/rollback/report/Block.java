package dev.rollback.report;

import dev.rollback.plan.FieldChange;
import java.util.List;

/** A part of a chapter of a report, in whatever form it is written then. */
public sealed interface Block {
  /** A paragraph. */
  record Paragraph(List<Inline> line) implements Block {}

  /** Things that have a name each. */
  record Facts(List<Fact> facts) implements Block {}

  /** One of them. */
  record Fact(String name, List<Inline> value) {}

  /**
   * A table.
   *
   * @param caption what it shows, for who does not see it
   * @param head as many cells as each row has
   */
  record Table(String caption, List<String> head, List<List<List<Inline>>> rows) implements Block {}

  /** A list without an order. */
  record Items(List<List<Inline>> items) implements Block {}

  /** A list of what is to be done, to be ticked off. */
  record Tasks(List<List<Inline>> items) implements Block {}

  /**
   * A place that people fill in.
   *
   * @param label what it is about
   * @param question what is to be answered there
   */
  record Field(String label, String question) implements Block {}

  /** What a change changes. */
  record Changes(List<FieldChange> fields) implements Block {}

  /** Lines to be read character by character. */
  record Lines(String text) implements Block {}

  /** When what was done, as a drawing; the table of events that follows it says the same. */
  record Timeline(Lanes lanes) implements Block {}

  /** What a check read over time. */
  record Plot(Series series) implements Block {}

  /** A part with a heading of its own. */
  record Part(String title, List<Block> blocks) implements Block {}
}
