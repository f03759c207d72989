package dev.rollback.sandbox.service;

/** An entry of the cache that is not of the form in which this release writes them. */
final class UnreadablePageException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadablePageException(String key, String why) {
    super("cache entry " + key + " cannot be read: " + why);
  }
}
