package dev.rollback.adapter.git;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.GitVersion;
import java.util.List;

/** What steps need of git. */
public final class Needs {
  private Needs() {}

  /** A name and an address for the commits. */
  public static Requirement<GitReader> aCommitter() {
    return Requirement.both(
        "a name for commits",
        reader ->
            reader
                .namelessness()
                .<Finding>map(
                    why ->
                        new Finding.Missing(
                            "git does not know who commits: " + why,
                            "Tell it: git config --global user.name NAME; git config --global"
                                + " user.email ADDRESS"))
                .orElseGet(Finding.Met::new));
  }

  /** A clone in which this user may make branches and work trees. */
  public static Requirement<GitReader> aWritableClone() {
    return Requirement.both(
        "write to the clone",
        reader ->
            reader
                .unwritable()
                .<Finding>map(
                    folder ->
                        new Finding.Missing(
                            "The folder " + folder + " of the clone cannot be written to.",
                            "Have its owner or its permissions corrected, or use another clone."))
                .orElseGet(Finding.Met::new));
  }

  /** A git program that is new enough, and a clone in the folder. */
  public static List<Requirement<GitReader>> aClone() {
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
