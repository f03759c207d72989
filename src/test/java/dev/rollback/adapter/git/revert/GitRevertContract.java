package dev.rollback.adapter.git.revert;

import dev.rollback.action.Connection;
import dev.rollback.adapter.git.GitHttp;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.contract.ActionContract;
import dev.rollback.shape.PlanTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract for {@code git.revert}; a subclass says where the reverts go. */
abstract class GitRevertContract extends ActionContract<Revert, RevertState, GitReader, GitWriter> {
  static final PlanTime AT = new PlanTime(Instant.parse("2026-11-22T08:00:00Z"));

  @TempDir private Path folder = Path.of("");
  private @Nullable TestGit git;
  private @Nullable GitHttp http;
  private @Nullable Connection<GitReader, GitWriter> way;
  private List<String> commits = List.of();

  /** With these commits, and a place for the reverts. */
  abstract Revert action(List<String> commits);

  /** Requirements that cannot be taken away here. */
  abstract Set<String> others();

  final TestGit git() {
    return Objects.requireNonNull(git);
  }

  @Override
  protected final Class<RevertState> stateType() {
    return RevertState.class;
  }

  @Override
  protected final Connection<GitReader, GitWriter> connection() {
    return Objects.requireNonNull(way);
  }

  @Override
  protected final void arrange() {
    git = new TestGit(folder);
    var limits = git().push("cache/limits", "max 10\n");
    var guard = git().push("guard", "on\n");
    git().push("hotfix", "typo\n");
    commits = List.of(limits, guard);
    TestGit.write(git().clone.resolve("one"), "unsaved work\n");
    git().git(git().clone, "stash", "--quiet");
    TestGit.write(git().clone.resolve("one"), "more of it\n");
    http = new GitHttp(folder, git().environment());
    git().git(git().bare, "config", "http.receivepack", "true");
    git().git(git().clone, "remote", "set-url", "origin", url());
    git().countMoves();
    way = git().connect();
  }

  private String url() {
    return "http://%s:%s@%s/remote.git"
        .formatted(GitHttp.USER, GitHttp.TOKEN, Objects.requireNonNull(http).host());
  }

  @AfterEach
  void stop() {
    if (http != null) {
      http.close();
    }
    if (git != null) {
      git.close();
    }
  }

  @Override
  protected final Revert action() {
    return action(commits);
  }

  @Override
  protected final Object snapshot() {
    return git().seen();
  }

  @Override
  protected final void disturb() {
    git().somebodyElsePushes("main", "theirs", "theirs\n");
  }

  @Override
  protected final long writes() {
    return git().countedMoves();
  }

  @Override
  protected final Set<String> noPermissions() {
    return others();
  }

  @Override
  protected final Denial deny(String requirement) {
    return switch (requirement) {
      case "a name for commits" -> namelessly();
      default -> readOnly(requirement);
    };
  }

  private Denial namelessly() {
    var file = git().home.resolve(".gitconfig");
    var known = TestGit.read(file);
    TestGit.write(file, "[user]\n\tuseConfigOnly = true\n");
    return denial("user.name and user.email", () -> TestGit.write(file, known));
  }

  private Denial readOnly(String requirement) {
    git().git(git().bare, "config", "http.receivepack", "false");
    return denial(requirement, () -> git().git(git().bare, "config", "http.receivepack", "true"));
  }

  private static Denial denial(String what, Runnable giveBack) {
    return new Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        giveBack.run();
      }
    };
  }
}
