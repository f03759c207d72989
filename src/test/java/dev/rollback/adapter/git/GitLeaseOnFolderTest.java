package dev.rollback.adapter.git;

/** The remote is a folder. */
final class GitLeaseOnFolderTest extends GitLeaseContract {
  @Override
  void serve(TestGit git) {
    git.git(git.clone, "remote", "set-url", "origin", "../remote.git");
  }
}
