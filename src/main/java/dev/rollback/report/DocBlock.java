package dev.rollback.report;

import java.util.List;
import java.util.stream.IntStream;

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

    /**
     * What a row says of the name in its first cell. A cell is preceded by its column's heading,
     * except in the column that is the text: the first one without a heading, else the second.
     */
    public List<String> details(List<String> row) {
      var unnamed = head.subList(1, head.size()).indexOf("") + 1;
      var text = unnamed == 0 ? 1 : unnamed;
      return IntStream.range(1, row.size())
          .filter(i -> !row.get(i).isBlank())
          .mapToObj(
              i ->
                  (i == text || head.get(i).isEmpty()
                          ? ""
                          : head.get(i).replaceFirst("[?:]$", "") + ": ")
                      + row.get(i))
          .toList();
    }
  }

  /** Lines to be read character by character. */
  record Lines(String text) implements DocBlock {}
}
