package dev.rollback.report;

/** What a piece of text is to a reader. It is only underlined by colour: the words say it too. */
public enum Tone {
  /** Nothing in particular. */
  PLAIN,
  /** What is to be seen first. */
  STRONG,
  /** What may be overlooked. */
  QUIET,
  /** As it should be. */
  GOOD,
  /** To be read before going on. */
  CARE,
  /** Not as it should be. */
  BAD
}
