package dev.rollback.run;

import java.util.Optional;

/** Another run moves the target now: this one must not write any more. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final String to;

  /**
   * The right is lost.
   *
   * @param where the lease stands
   * @param to who has it now; empty when nobody can tell
   */
  public LeaseLostException(String where, Optional<String> to) {
    super("the lease at " + where + " is no longer held: " + holder(to));
    this.where = where;
    this.to = holder(to);
  }

  private static String holder(Optional<String> to) {
    return to.map(who -> "it was taken by " + who)
        .orElse("it has gone, and another may have had it meanwhile");
  }

  /** Where the lease stands. */
  public String where() {
    return where;
  }

  /** Who has it now, as a clause. */
  public String to() {
    return to;
  }
}
