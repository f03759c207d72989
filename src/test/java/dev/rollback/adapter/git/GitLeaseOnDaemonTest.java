package dev.rollback.adapter.git;

import org.junit.jupiter.api.AfterEach;

/** The remote speaks git's own protocol. */
final class GitLeaseOnDaemonTest extends GitLeaseContract {
  private AutoCloseable daemon = () -> {};

  @Override
  void serve(TestGit git) {
    var started = new GitDaemon(git.folder, git.environment(), "--enable=receive-pack");
    daemon = started;
    git.git(git.clone, "remote", "set-url", "origin", started.url("remote.git"));
  }

  @AfterEach
  void stop() throws Exception {
    daemon.close();
  }
}
