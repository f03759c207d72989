package dev.rollback.adapter.git.revert;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code git.revert} on a new branch of the clone. The tests may run as root, who may write
 * anywhere.
 */
final class GitRevertInCloneTest extends GitRevertContract {
  @Override
  Revert action(List<String> commits) {
    return new Revert(
        commits, Optional.empty(), Optional.of("rollback/limits"), false, Optional.empty(), AT);
  }

  @Override
  Set<String> others() {
    return Set.of("git 2.32 or later", "a clone", "write to the clone");
  }
}
