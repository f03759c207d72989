package dev.rollback.adapter.kubernetes;

import java.util.regex.Pattern;

/** Names of objects, as every API server wants them. */
public final class ObjectName {
  /** How long a name may be. */
  public static final int LONGEST = 253;

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  private ObjectName() {}

  /**
   * Lets pass what can be the name of an object.
   *
   * @throws IllegalArgumentException in words for who wrote it
   */
  public static void check(String kind, String name) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a %s: lower case letters, digits, hyphens and dots"
              .formatted(name, kind));
    }
  }
}
