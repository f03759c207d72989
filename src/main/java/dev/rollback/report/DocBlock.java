package dev.rollback.report;

import java.util.List;

/** A part of a page of the documentation. The texts are Markdown within their lines. */
public sealed interface DocBlock {
  /**
   * A heading.
   *
   * @param level 1 is the page's title
   */
  record Heading(int level, String text) implements DocBlock {}

  /** A paragraph. */
  record Paragraph(String text) implements DocBlock {}

  /** A list without an order, or with one. */
  record Items(boolean ordered, List<String> items) implements DocBlock {
    /** Keeps its own copy. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A table.
   *
   * @param head as many cells as each row has; all empty where the table has no head
   */
  record Table(List<String> head, List<List<String>> rows) implements DocBlock {
    /** Keeps its own copy. */
    public Table {
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** Lines to be read character by character. */
  record Lines(String text) implements DocBlock {}
}
