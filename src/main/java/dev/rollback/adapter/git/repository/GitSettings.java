package dev.rollback.adapter.git.repository;

import dev.rollback.shape.Doc;

/** A branch on a remote, as it is written in {@code rollback.yaml}. */
@Doc("A branch on a remote of a git repository, reached as git itself reaches it.")
public record GitSettings(
    @Doc("A clone, or a folder in one; relative to the file that names it.") String directory,
    @Doc("The remote's name in that clone, as `git remote` lists it.") String remote,
    @Doc("The branch on the remote, without refs/heads/.") String branch) {

  /** Refuses what could only fail later, in words for the person who wrote it. */
  public GitSettings {
    if (directory.isBlank()) {
      throw new IllegalArgumentException("the directory is empty; write . for the file's own");
    }
    if (!RefName.valid(remote)) {
      throw new IllegalArgumentException("'" + remote + "' cannot be the name of a remote");
    }
    if (branch.startsWith("refs/")) {
      throw new IllegalArgumentException("write the branch without refs/heads/");
    }
    if (!RefName.valid(branch)) {
      throw new IllegalArgumentException("'" + branch + "' cannot be the name of a branch");
    }
  }

  /** The branch's full name on the remote and, where it has one of this name, in the clone. */
  public String branchRef() {
    return "refs/heads/" + branch;
  }
}
