package dev.rollback.adapter.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Action;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.adapter.git.worktree.LinkedWorktree;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.Mover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process dies before and after every command of git that writes, and is not there to tidy up;
 * another one goes on, or takes back what there is.
 */
final class GitDeathTest {
  private static final String WRITES =
      "*' push '*|*' update-ref -'[md]*|*' worktree '[ar]*|*' checkout '*|*' submodule '*";

  @TempDir Path folder;
  private TestGit git;
  private String commit;
  private Path bin;

  @BeforeEach
  void start() {
    git = new TestGit(folder);
    commit = git.pushSubmodule();
    git.push("later", "x\n");
    bin =
        TestGit.script(
                folder.resolve("bin/git"),
                """
                PATH=%2$s
                case " $* " in %3$s) ;; *) [ -e %1$s/dead ] && exit 137; exec git "$@";; esac
                [ -e %1$s/dead ] && exit 137
                echo "$@" >> %1$s/written
                n=$(wc -l < %1$s/written)
                if [ "$n" = "$(cat %1$s/before 2> /dev/null)" ]; then touch %1$s/dead; exit 137; fi
                git "$@"; code=$?
                if [ "$n" = "$(cat %1$s/after 2> /dev/null)" ]; then touch %1$s/dead; exit 137; fi
                exit $code
                """
                    .formatted(folder, System.getenv("PATH"), WRITES))
            .resolveSibling("");
  }

  @AfterEach
  void stop() {
    git.close();
  }

  /** Where reverts go. */
  enum Subject {
    ON_REMOTE,
    IN_CLONE,
    ONTO
  }

  @ParameterizedTest
  @EnumSource(Subject.class)
  void revertsAreGoneOnWithAndTakenBack(Subject subject) throws IOException {
    diesEverywhere(
        switch (subject) {
          case ON_REMOTE -> RevertCase.onRemote(commit);
          case IN_CLONE -> RevertCase.inClone(commit);
          case ONTO -> RevertCase.onto(commit);
        });
  }

  @Test
  void workTreesAreGoneOnWithAndTakenBack() throws IOException {
    diesEverywhere(new LinkedWorktree(commit, "../tree", true, RevertCase.AT));
  }

  private <S extends Record> void diesEverywhere(Action<S, GitReader, GitWriter> action)
      throws IOException {
    var before = action.observe(git.connect().reader()).state();
    var after = action.desired(before);
    var there = writes(action, before, after);
    var back = writes(action, after, before);
    assertThat(there).isPositive();
    assertThat(back).isPositive();
    for (var manner : List.of("before", "after")) {
      for (var n = 1; n <= there; n++) {
        dies(action, before, after, manner, n);
        moves(action, before, after);
        moves(action, after, before);
        dies(action, before, after, manner, n);
        moves(action, after, before);
      }
      for (var n = 1; n <= back; n++) {
        moves(action, before, after);
        dies(action, after, before, manner, n);
        moves(action, after, before);
      }
    }
  }

  /** How many writes there are on a way that nobody dies on. */
  private <S extends Record> int writes(Action<S, GitReader, GitWriter> action, S from, S to)
      throws IOException {
    Files.deleteIfExists(folder.resolve("written"));
    assertThat(mover(action).move(from, to, mortal().writer(), Content.none()))
        .isInstanceOf(Move.Written.class);
    return Files.readAllLines(folder.resolve("written")).size();
  }

  private Connection<GitReader, GitWriter> mortal() {
    return git.connect("PATH", bin.toString());
  }

  private static <S extends Record> Mover<S, GitReader, GitWriter> mover(
      Action<S, GitReader, GitWriter> action) {
    return new Mover<>(action, (_, _) -> {}, () -> {});
  }

  private <S extends Record> void dies(
      Action<S, GitReader, GitWriter> action, S from, S to, String manner, int n)
      throws IOException {
    Files.deleteIfExists(folder.resolve("written"));
    TestGit.write(folder.resolve(manner), n + "");
    var died =
        catchThrowableOfType(
            SystemException.class,
            () -> mover(action).move(from, to, mortal().writer(), Content.none()));
    assertThat(died).as("%s write %d", manner, n).isNotNull();
    Files.delete(folder.resolve(manner));
    Files.delete(folder.resolve("dead"));
  }

  /** As a process that is well finds it: there already, or to be gone on with. */
  private <S extends Record> void moves(Action<S, GitReader, GitWriter> action, S from, S to) {
    var way = git.connect();
    assertThat(mover(action).move(from, to, way.writer(), Content.none()))
        .isNotInstanceOf(Move.Drifted.class);
    assertThat(action.observe(way.reader()).state()).isEqualTo(to);
  }
}
