package dev.rollback.adapter.alertmanager;

import java.time.Instant;

/** What can be changed in Alertmanager. */
public interface AlertmanagerWriter extends AlertmanagerReader {

  /**
   * Creates a silence that begins now.
   *
   * @throws dev.rollback.diagnostic.SystemException with the server's reason
   */
  void create(Draft draft, Instant ends);

  /**
   * Gives a silence another end.
   *
   * @throws dev.rollback.diagnostic.SystemException with the server's reason
   */
  void end(Existing silence, Instant ends);

  /**
   * Ends a silence now.
   *
   * @throws dev.rollback.diagnostic.SystemException with the server's reason
   */
  void expire(Existing silence);
}
