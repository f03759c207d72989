package dev.rollback.adapter.git;

import java.util.regex.Pattern;

/** The addresses of remotes, and texts in which they stand, as they may be shown. */
final class Urls {
  /** Greedy: a password may itself contain an @. */
  private static final Pattern USER_OF_SSH =
      Pattern.compile("(?i)((?:git\\+)?ssh(?:\\+git)?://[^/\\s'\":@]*):[^/\\s'\"]*@");

  private static final Pattern USER =
      Pattern.compile("(?i)\\b(?!(?:git\\+)?ssh(?:\\+git)?://)([a-z][a-z0-9+.-]*://)[^/\\s'\"]*@");

  /** Some servers take a token in the query. */
  private static final Pattern QUERY = Pattern.compile("(?i)(https?://[^\\s'\"?]*)\\?[^\\s'\"]*");

  private Urls() {}

  /** Without user, password and query; the user of ssh is no secret, and stays. */
  static String shown(String text) {
    var users = USER.matcher(text).replaceAll("$1");
    var passwords = USER_OF_SSH.matcher(users).replaceAll("$1@");
    return QUERY.matcher(passwords).replaceAll("$1");
  }
}
