package dev.rollback.adapter.git;

import dev.rollback.shape.Doc;
import java.util.Optional;

/** A branch on a remote, as it is written in {@code rollback.yaml}. */
@Doc("A branch on a remote of a git repository, reached as git itself reaches it.")
public record GitSettings(
    @Doc("A clone, or a folder in one; relative to the file that names it.") String directory,
    @Doc("The remote's name in that clone, as `git remote` lists it.") String remote,
    @Doc("The branch on the remote, without refs/heads/.") String branch,
    @Doc(
            "The full id of a commit that the branch must descend from, best its very first one:"
                + " proves that the remote leads to the repository that is meant.")
        Optional<String> identity) {

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
    if (identity.isPresent() && !identity.get().matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "the identity is no full commit id: 40 (or 64) digits of 0-9 and a-f");
    }
  }

  /** The branch's full name on the remote and, where it has one of this name, in the clone. */
  String branchRef() {
    return "refs/heads/" + branch;
  }
}
