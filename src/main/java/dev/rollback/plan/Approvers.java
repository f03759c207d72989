package dev.rollback.plan;

/**
 * How many persons of which role must approve something.
 *
 * @param count at least 1
 */
public record Approvers(String role, int count) {
  /** {@code 2 of role tech-lead}. */
  public String label() {
    return count + " of role " + role;
  }
}
