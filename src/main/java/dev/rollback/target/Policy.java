package dev.rollback.target;

import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;

/** What may be done on a target without asking, what needs approvals, and when. */
@Doc("What may be done on a target without asking, what needs approvals, and when.")
public record Policy(
    @Doc(
            "Who answers gates that have approvers: `signed`, persons of that role by signed"
                + " approvals; `terminal`, whoever runs it.")
        @Default("signed")
        Gates gates) {
  /** Where nothing is written. */
  public static final Policy NONE = new Policy(Gates.SIGNED);

  /** Who answers gates that have approvers. */
  public enum Gates {
    /** Persons of the role, by signed approvals. */
    SIGNED,
    /** Whoever runs it, at the terminal. */
    TERMINAL
  }
}
