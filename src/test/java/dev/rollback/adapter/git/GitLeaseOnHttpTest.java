package dev.rollback.adapter.git;

import org.junit.jupiter.api.AfterEach;

/**
 * The remote speaks HTTP, and asks who is there; the answer is with a credential helper that only
 * the clone's own configuration names.
 */
final class GitLeaseOnHttpTest extends GitLeaseContract {
  private AutoCloseable http = () -> {};

  @Override
  void serve(TestGit git) {
    var started = new GitHttp(git.folder, git.environment());
    http = started;
    git.git(git.bare, "config", "http.receivepack", "true");
    var helper =
        TestGit.script(
            git.folder.resolve("helper"),
            "echo username=%s; echo password=%s".formatted(GitHttp.USER, GitHttp.TOKEN));
    git.git(git.clone, "config", "credential.helper", helper.toString());
    git.git(git.clone, "remote", "set-url", "origin", started.url("remote.git"));
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
  }
}
