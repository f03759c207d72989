package dev.rollback.console;

import java.util.List;

/** What is to be seen at the bottom of a terminal while something goes on. */
@FunctionalInterface
public interface LiveView {
  /**
   * The lines as they should be now; none where there is no room for them. They may carry colours;
   * what is longer than the terminal is wide is cut. Called again and again by a thread that does
   * nothing else.
   *
   * @param width how many characters a line has
   * @param height how many lines the whole terminal has
   */
  List<String> lines(int width, int height);
}
