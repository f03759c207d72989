package dev.rollback.chaos;

/** Something that must not be. */
record Violation(Kind kind, String what) {
  /** What sort of thing it is. */
  enum Kind {
    /** Something was written twice. */
    DOUBLE_WRITE("double writes"),
    /** Something was not written. */
    LOST_WRITE("lost writes"),
    /** The journal says that something is done, and it is not. */
    FALSE_DONE("false \"done\""),
    /** Something was written of which the journal says nothing. */
    UNRECORDED("unrecorded writes"),
    /** The systems, or what a customer gets, are not as they should be in the end. */
    END_STATE("wrong end states"),
    /** A record is damaged, or a command that reads it fails. */
    EVIDENCE("damaged evidence"),
    /** A command ended otherwise than it should. */
    COMMAND("commands that ended wrongly");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** It, in the plural. */
    String words() {
      return words;
    }
  }
}
