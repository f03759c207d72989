package dev.rollback.console;

import java.util.Optional;

/**
 * The port to a person. Everything that is shown passes the redactor first. Safe for use by several
 * threads: what one of them shows is not torn apart by another.
 */
public interface Console {
  /** Shows a result: on the standard output. A line break is added where the text has none. */
  void print(String text);

  /** Shows a message that is no result: on the standard error. A line break is added likewise. */
  void error(String text);

  /**
   * Asks, and asks again until the answer is one.
   *
   * @return the answer, as {@link Prompt#understand} gives it; empty where nobody is there, or
   *     where the input has ended: that is never an agreement
   */
  Optional<String> ask(Prompt prompt);

  /**
   * Takes back the question that is asked now, and every later one: they have no answer, as if the
   * input had ended. A person who wants the program to stop need not answer first. May be called by
   * any thread.
   */
  default void giveUp() {}

  /**
   * Shows a view below everything else until it is closed. A console that is no terminal on which
   * one can draw shows none; the lines that are printed are the same either way. One at a time.
   */
  default LiveRegion live(LiveView view) {
    return LiveRegion.none();
  }

  /** Whether a person is there to ask. */
  boolean interactive();

  /** How many characters a line of the output has. */
  int width();

  /** Whether the output is to carry colours. */
  boolean colour();
}
