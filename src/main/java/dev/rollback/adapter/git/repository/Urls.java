package dev.rollback.adapter.git.repository;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of remotes, and texts in which they stand, as they may be shown. */
public final class Urls {
  /** Greedy: a password may itself contain an @. */
  private static final Pattern USER_OF_SSH =
      Pattern.compile("(?i)((?:git\\+)?ssh(?:\\+git)?://[^/\\s'\":@]*):[^/\\s'\"]*@");

  private static final Pattern USER =
      Pattern.compile("(?i)\\b(?!(?:git\\+)?ssh(?:\\+git)?://)([a-z][a-z0-9+.-]*://)[^/\\s'\"]*@");

  /** Some servers take a token in the query. */
  private static final Pattern QUERY = Pattern.compile("(?i)(https?://[^\\s'\"?]*)\\?[^\\s'\"]*");

  private static final Pattern SCHEME =
      Pattern.compile("(?<scheme>[a-z][a-z0-9+.-]*)://(?<rest>(?<host>[^/]*)(?<path>/.*)?)");

  /** {@code user@host:path}; a colon after a slash is one of a file's path. */
  private static final Pattern SCP = Pattern.compile("^(?:[^/@:]*@)?([^/:]+):/*(.+)$");

  private Urls() {}

  /** Without user, password and query; the user of ssh is no secret, and stays. */
  public static String shown(String text) {
    var users = USER.matcher(text).replaceAll("$1");
    var passwords = USER_OF_SSH.matcher(users).replaceAll("$1@");
    return QUERY.matcher(passwords).replaceAll("$1");
  }

  /** A folder's address as it is from anywhere; every other address as it stands. */
  static String absolute(String url, Path top) {
    var colon = url.indexOf(':');
    var slash = url.indexOf('/');
    // As git has it: a colon before the first slash is a host's.
    var folder = colon < 0 || (slash >= 0 && slash < colon);
    return folder && !url.isEmpty() ? top.resolve(url).normalize().toString() : url;
  }

  /** {@code host/path} of an address, whatever way leads there; the path where it is a file's. */
  public static String place(String url) {
    var text = shown(url);
    var scheme = SCHEME.matcher(text);
    var place =
        scheme.matches()
            ? scheme.group("path") == null || scheme.group("host").isEmpty()
                ? scheme.group("rest")
                : host(scheme) + scheme.group("path")
            : SCP.matcher(text).replaceFirst("$1/$2");
    return place.replaceFirst("/+$", "").replaceFirst("\\.git$", "");
  }

  /** Ssh has ports of its own, whatever the web server of the same repository has. */
  private static String host(Matcher url) {
    var host = url.group("host").toLowerCase(Locale.ROOT).replaceFirst("^[^@]*@", "");
    return url.group("scheme").contains("ssh") ? host.replaceFirst(":\\d+$", "") : host;
  }
}
