package dev.rollback.adapter.redis.link;

/**
 * What a server says about itself.
 *
 * @param product redis, valkey …
 * @param version as the server writes it
 * @param role master or replica
 * @param mode standalone, sentinel or cluster
 */
public record Server(String product, String version, String role, String mode) {
  /** Whether it tells the absolute expiry of a key (PEXPIRETIME, since 7.0). */
  public boolean tellsExpiry() {
    return atLeast(7);
  }

  /** Whether it is a part of a cluster. */
  public boolean cluster() {
    return mode.equals("cluster");
  }

  /** Whether it is of this major version or a later one. */
  public boolean atLeast(int major) {
    return atLeast(version, major);
  }

  /** Whether a version is of this major version or a later one; false where it cannot be told. */
  public static boolean atLeast(String version, int major) {
    var end = version.indexOf('.');
    try {
      return Integer.parseInt(end < 0 ? version : version.substring(0, end)) >= major;
    } catch (NumberFormatException e) {
      return false; // an unknown numbering gets the commands that every server since 6.0 has
    }
  }
}
