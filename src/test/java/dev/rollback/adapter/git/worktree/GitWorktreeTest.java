package dev.rollback.adapter.git.worktree;

import dev.rollback.action.Connection;
import dev.rollback.adapter.git.GitReader;
import dev.rollback.adapter.git.GitWriter;
import dev.rollback.adapter.git.RevertCase;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.contract.ActionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract for {@code git.worktree}, with submodules in submodules. */
final class GitWorktreeTest
    extends ActionContract<LinkedWorktree, LinkedState, GitReader, GitWriter> {
  private static final String DIRECTORY = "../release/1.0 \"x\"";

  @TempDir private Path folder = Path.of("");
  private @Nullable TestGit git;
  private @Nullable Connection<GitReader, GitWriter> way;
  private String commit = "";

  private TestGit git() {
    return Objects.requireNonNull(git);
  }

  @Override
  protected Class<LinkedState> stateType() {
    return LinkedState.class;
  }

  @Override
  protected Connection<GitReader, GitWriter> connection() {
    return Objects.requireNonNull(way);
  }

  @Override
  protected void arrange() {
    git = new TestGit(folder);
    commit = git().pushSubmodule();
    git().push("later", "x\n");
    TestGit.make(parent());
    way = git().connect();
  }

  private Path parent() {
    return folder.resolve("release");
  }

  @AfterEach
  void stop() {
    git().close();
  }

  @Override
  protected LinkedWorktree action() {
    return new LinkedWorktree(commit, DIRECTORY, true, RevertCase.AT);
  }

  @Override
  protected Object snapshot() {
    return Map.of(
        "clone", git().seen(),
        "trees", git().git(git().clone, "worktree", "list", "--porcelain"),
        "files", TestGit.content(parent()).keySet());
  }

  @Override
  protected void disturb() {
    var path = git().clone.resolve(DIRECTORY).normalize().toString();
    git().git(git().clone, "worktree", "add", "--quiet", "--detach", path, "HEAD");
  }

  /** Whatever is written changes a file or its time. */
  @Override
  protected long writes() {
    return TestGit.bytes(git().clone).hashCode() + 31L * TestGit.bytes(parent()).hashCode();
  }

  @Override
  protected Set<String> noPermissions() {
    return Set.of("git 2.32 or later", "a clone", "write to the clone");
  }

  @Override
  protected Denial deny(String requirement) {
    return requirement.startsWith("reach")
        ? without(folder.resolve("sub"), "the submodule's repository")
        : without(parent(), "the folder for it");
  }

  private static Denial without(Path path, String what) {
    var away = path.resolveSibling("away");
    move(path, away);
    return new Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        move(away, path);
      }
    };
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
