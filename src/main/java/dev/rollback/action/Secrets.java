package dev.rollback.action;

import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;

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

  /**
   * A text with every secret masked that has been read until now. For what is shortened: of a
   * secret that was cut in two, nobody recognises the half that is left.
   */
  default String masked(String text) {
    return text;
  }

  /**
   * How secret values are sealed that are part of a state.
   *
   * @throws dev.rollback.diagnostic.SystemException where there is no key for that
   */
  default Seal seal() {
    throw SystemException.refused(
        "there is no key to seal secret values with",
        "Give the target a `sealing-key:` in rollback.yaml.");
  }
}
