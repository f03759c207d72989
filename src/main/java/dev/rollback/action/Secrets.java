package dev.rollback.action;

import dev.rollback.diagnostic.Sensitive;

/** The port to secrets. Whatever is read through it is known to the redactor. */
@FunctionalInterface
public interface Secrets {
  /**
   * The value of a secret, read anew each time.
   *
   * @throws dev.rollback.diagnostic.SystemException saying which reference cannot be read and why;
   *     never what was read
   */
  Sensitive read(SecretRef reference);
}
