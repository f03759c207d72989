package dev.rollback.adapter.git.repository;

import java.util.Locale;
import java.util.regex.Pattern;

/** Commits as a runbook names them. */
public sealed interface CommitName {
  /** Of SHA-1 or SHA-256, written in full: shorter ones may be those of several, some day. */
  Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** One commit, by its full id. */
  record One(String id) implements CommitName {
    @Override
    public String shown() {
      return CommitName.shown(id);
    }
  }

  /**
   * All commits that led to {@code to} and not to {@code from}.
   *
   * @param from a full id, or the name of a branch or tag of the remote
   * @param to likewise
   */
  record Range(String from, String to) implements CommitName {
    @Override
    public String shown() {
      return CommitName.shown(from) + ".." + CommitName.shown(to);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying how it is to be written
   */
  static CommitName of(String text) {
    if (text.contains("...")) {
      throw new IllegalArgumentException("'" + text + "': a range has two dots, FROM..TO");
    }
    var dots = text.indexOf("..");
    return dots < 0
        ? new One(id(text))
        : new Range(end(text.substring(0, dots), text), end(text.substring(dots + 2), text));
  }

  /** A full id, in small letters. */
  static String id(String text) {
    var id = text.toLowerCase(Locale.ROOT);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no full commit id: write all 40 (or 64) digits, in quotes; git rev-parse"
              + " shows them");
    }
    return id;
  }

  private static String end(String text, String range) {
    var id = text.toLowerCase(Locale.ROOT);
    if (ID.matcher(id).matches()) {
      return id;
    }
    if (!RefName.valid(text)) {
      throw new IllegalArgumentException(
          "'"
              + range
              + "': the ends of a range are full commit ids, or names of branches or tags on the"
              + " remote; not HEAD, which is whatever is checked out, and not NAME~1");
    }
    return text;
  }

  /** Enough of it for a person. */
  String shown();

  /** {@code abcdef012345}: enough of an id for a person. */
  static String shown(String id) {
    return ID.matcher(id).matches() ? id.substring(0, SHOWN) : id;
  }

  /** Digits of an id that are shown. */
  int SHOWN = 12;
}
