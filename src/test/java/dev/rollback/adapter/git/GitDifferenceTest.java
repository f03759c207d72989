package dev.rollback.adapter.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Check.Reading;
import dev.rollback.adapter.git.revert.Revert;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code git.difference} on a real remote, which the clone has not fetched. */
final class GitDifferenceTest {
  private static final PlanTime AT = new PlanTime(Instant.parse("2026-02-13T03:12:00Z"));

  @TempDir Path folder;
  private TestGit git;
  private String good;

  @BeforeEach
  void start() {
    git = new TestGit(folder);
    good = git.push("service/a b.py", "one\n");
  }

  @AfterEach
  void stop() {
    git.close();
  }

  private Reading<Difference.Values> read(Optional<String> branch, List<String> except) {
    var before = git.seen();
    try {
      return new Difference(good, branch, except, AT).read(git.connect().reader());
    } finally {
      assertThat(git.seen()).as("reading changes nothing").isEqualTo(before);
    }
  }

  private Difference.Values values(Optional<String> branch, String... except) {
    return switch (read(branch, List.of(except))) {
      case Reading.Values<Difference.Values>(var values) -> values;
      case Reading.Nothing<Difference.Values>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void aBranchThatHasTheSameFilesIsTheSame() {
    assertThat(values(Optional.of("main")))
        .isEqualTo(new Difference.Values(true, 0, List.of(), 0, "main"));
  }

  @Test
  void everyFileThatDiffersIsNamedButThoseThatMay() {
    git.somebodyElsePushes("main", "service/a b.py", "two\n");
    git.somebodyElsePushes("main", "hotfix ü\nodd", "x\n");
    TestGit.make(folder.resolve("somebody-else/docs"));
    git.somebodyElsePushes("main", "docs/new.md", "x\n");

    assertThat(values(Optional.of("main")).files())
        .containsExactly("docs/new.md", "hotfix ü\nodd", "service/a b.py");
    assertThat(values(Optional.of("main"), "docs", "hotfix ü\nodd"))
        .isEqualTo(new Difference.Values(false, 1, List.of("service/a b.py"), 2, "main"));
    assertThat(values(Optional.of("main"), "docs/", "hotfix ü\nodd", "service").same()).isTrue();
    assertThat(values(Optional.of("main"), "doc", "serv").count()).as("no folders").isEqualTo(3);
  }

  @Test
  void manyFilesAreCountedAndSomeAreNamed() {
    IntStream.range(0, 25).forEach(i -> TestGit.write(git.clone.resolve("file" + i), "x\n"));
    git.push("last", "x\n");

    var values = values(Optional.of("main"));
    assertThat(values.count()).isEqualTo(26);
    assertThat(values.files()).hasSize(20);
  }

  @Test
  void theBranchOfTheSamePlanNeedNotBeNamed() {
    var revert =
        new Revert(List.of(good), Optional.empty(), Optional.empty(), true, Optional.empty(), AT);
    var connection = git.connect();
    var from = revert.observe(connection.reader());
    revert.write(from, revert.desired(from.state()), connection.writer());

    var values = values(Optional.empty());
    assertThat(values.branch()).isEqualTo("rollback/20260213-031200");
    assertThat(values.files()).as("what was reverted").containsExactly("service/a b.py");
    assertThat(values(Optional.empty(), "service").same()).isTrue();
  }

  @Test
  void noBranchIsNothingToJudge() {
    assertThat(read(Optional.of("nowhere"), List.of()))
        .isEqualTo(new Reading.Nothing<>("the remote has no branch 'nowhere'"));
  }

  @Test
  void aCommitThatNobodyHasIsRefused() {
    var check = new Difference("0".repeat(40), Optional.of("main"), List.of(), AT);
    assertThatThrownBy(() -> check.read(git.connect().reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("There is no commit " + "0".repeat(40));
  }

  @Test
  void aRemoteThatIsGoneIsToldWithItsPlace() {
    git.git(git.clone, "remote", "set-url", "origin", folder.resolve("gone.git").toString());
    var check = new Difference(good, Optional.of("main"), List.of(), AT);
    assertThatThrownBy(() -> check.read(git.connect().reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("gone.git");
  }

  @Test
  void whatMovesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Difference("v1.8.0", Optional.empty(), List.of(), AT))
        .withMessageContaining("no full commit id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Difference(good, Optional.of("refs/heads/main"), List.of(), AT))
        .withMessageContaining("cannot be the name of a branch");
  }
}
