package dev.rollback.approval;

/** How much of a plan the command line approves without asking. */
public enum Mode {
  /** Nothing: every plan that changes something is asked about. */
  ASK,
  /** What the target's policy lets {@code --yes} approve. */
  YES,
  /** Everything: the target is the sandbox. */
  SANDBOX
}
