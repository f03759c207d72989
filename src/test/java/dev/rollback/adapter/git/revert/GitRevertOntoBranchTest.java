package dev.rollback.adapter.git.revert;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code git.revert} onto the branch itself, on a remote over HTTP. */
final class GitRevertOntoBranchTest extends GitRevertContract {
  @Override
  Revert action(List<String> commits) {
    return new Revert(commits, Optional.empty(), Optional.empty(), true, Optional.of("main"), AT);
  }

  @Override
  Set<String> others() {
    return Set.of("git 2.32 or later", "a clone");
  }
}
