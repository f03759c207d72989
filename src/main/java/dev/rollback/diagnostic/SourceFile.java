package dev.rollback.diagnostic;

import java.util.List;

/**
 * A text that a person wrote, and the name by which they know it.
 *
 * @param name as it is shown in messages: a path as the person gave it
 * @param text the whole content, decoded
 */
public record SourceFile(String name, String text) {

  /** The lines without their ends; a text that ends in a line break has no empty line after it. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /** The line with this number, counted from 1; empty where there is no such line. */
  public String line(int number) {
    return text.lines().skip(Math.max(0, number - 1L)).findFirst().orElse("");
  }
}
