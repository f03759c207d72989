package dev.rollback.adapter.git.repository;

import dev.rollback.diagnostic.SystemException;
import java.util.regex.Pattern;

/** The version of a git program. */
public record GitVersion(int major, int minor, String text) {
  /** The first that takes its settings from the environment and its global ones from a file. */
  public static final String OLDEST = "2.32";

  private static final int MAJOR = 2;
  private static final int MINOR = 32;
  private static final Pattern SAID = Pattern.compile("git version ((\\d+)\\.(\\d+)\\S*)");

  /** Reads what {@code git version} prints. */
  static GitVersion parse(String said) {
    var match = SAID.matcher(said);
    if (!match.find()) {
      throw SystemException.refused(
          "The git program says '" + said.strip() + "' when it is asked for its version.",
          "Check which program `git` is: command -v git");
    }
    return new GitVersion(
        Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)), match.group(1));
  }

  /** Refuses one that lacks what this room uses. */
  GitVersion orRefuse() {
    if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
      throw SystemException.refused(
          "git " + text + " is too old.", "Install git " + OLDEST + " or later.");
    }
    return this;
  }
}
