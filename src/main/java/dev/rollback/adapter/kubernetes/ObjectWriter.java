package dev.rollback.adapter.kubernetes;

/** Objects of one namespace as JSON, read and written. */
public interface ObjectWriter extends ObjectReader {

  /**
   * Makes a change, sent once and never repeated.
   *
   * @return false when the server has another version, and has changed nothing
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  boolean make(ObjectChange change);
}
