package dev.rollback.adapter.git.repository;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What git takes for a name: the rules of {@code git check-ref-format --branch}. */
public final class RefName {
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//");

  private RefName() {}

  /** Whether a branch or a remote can have this name; a leading hyphen would make it an option. */
  public static boolean valid(String name) {
    return !name.isEmpty()
        && !name.startsWith("-")
        && !name.startsWith("/")
        && !name.endsWith("/")
        && !name.endsWith(".")
        && !name.equals("HEAD")
        && !FORBIDDEN.matcher(name).find()
        && Arrays.stream(name.split("/")).noneMatch(p -> p.startsWith(".") || p.endsWith(".lock"));
  }
}
