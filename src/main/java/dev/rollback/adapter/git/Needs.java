package dev.rollback.adapter.git;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import java.util.List;

/** What steps need of git. */
final class Needs {
  private Needs() {}

  /** A git program that is new enough, and a clone in the folder. */
  static List<Requirement<GitReader>> aClone() {
    return List.of(
        Requirement.program("git", GitVersion.OLDEST, Requirement.Use.BOTH, GitReader::version),
        Requirement.both(
            "a clone",
            reader -> {
              reader.shallow();
              return new Finding.Met();
            }));
  }
}
