package dev.rollback.action;

/**
 * The port to encryption of secret values that are part of a state, so that undo can bring them
 * back and nobody can read them in a plan or journal.
 *
 * <p>A {@code place} says where a value belongs ({@code secret/grid-auth KEY}). A value that was
 * sealed for one place cannot be opened for another.
 */
public interface Seal {
  /**
   * Seals a value. The same value, place and key give the same result.
   *
   * @throws dev.rollback.diagnostic.SystemException without any effect, when there is no key and
   *     none can be made
   */
  Sealed close(String place, byte[] value);

  /**
   * The value again; whatever in it is text is known to the redactor from then on.
   *
   * @throws dev.rollback.diagnostic.SystemException without any effect, when it was sealed with
   *     another key or for another place, or is damaged
   */
  byte[] open(String place, Sealed sealed);

  /**
   * Bytes that nobody can guess who has not the key, and that are the same whenever they are asked
   * for with the same words: a secret that is generated for one plan is the same in its preview, in
   * its run and after a crash, and is kept nowhere in between.
   *
   * @param place where the value will belong
   * @param occasion what sets this value apart from all others of that place: the moment of the
   *     plan
   * @param bytes how many, 16 to 1024
   * @throws dev.rollback.diagnostic.SystemException as {@link #close}
   */
  byte[] derive(String place, String occasion, int bytes);
}
