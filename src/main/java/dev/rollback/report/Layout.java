package dev.rollback.report;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How text is laid out.
 *
 * @param width of a line in characters; what must be copied whole (a path, a command) may be longer
 * @param style with or without colours
 * @param zone of the times that are shown
 */
public record Layout(int width, Style style, ZoneId zone) {
  /** What a file or a pipe gets: 80 characters, no colours, UTC. */
  public static final Layout DEFAULT = new Layout(80, Style.PLAIN, ZoneOffset.UTC);

  private static final int NARROWEST = 40;

  /** Narrower than 40 characters, nothing can be read. */
  public Layout {
    width = Math.max(NARROWEST, width);
  }
}
