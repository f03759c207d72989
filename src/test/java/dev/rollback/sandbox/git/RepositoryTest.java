package dev.rollback.sandbox.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.sandbox.site.SandboxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history that drills break: what is on which branch, and that it can be put back. */
class RepositoryTest {
  @TempDir private Path parent;
  private Repository repository;

  @BeforeEach
  void create() {
    repository = Repository.create(parent).orElseThrow();
  }

  @Test
  void whatWasReleasedIsOnMainAndTheRangeWaits() {
    assertThat(repository.branches()).containsExactly("hardening", "main");
    assertThat(repository.id("main")).isEqualTo(repository.id(Repository.GOOD)).hasSize(40);
    assertThat(repository.range(Repository.GOOD, Repository.HARDENING)).hasSize(6);
    assertThat(repository.content("main", "VERSION")).isEqualTo("1.8.0\n");
    assertThat(repository.checkout().resolve("service/grid.py")).isRegularFile();
  }

  @Test
  void idsAreTheSameInEveryRepository() throws Exception {
    var other = Repository.create(Files.createDirectory(parent.resolve("other"))).orElseThrow();

    assertThat(other.id("main")).isEqualTo(repository.id("main"));
    assertThat(other.id("hardening")).isEqualTo(repository.id("hardening"));
  }

  @Test
  void aHotfixStandsOnTopOfWhatWasMerged() throws Exception {
    repository.merge(Repository.HARDENING);
    repository.push(SourceHistory.HOTFIX);
    repository.pull();

    assertThat(repository.range("hardening", "main")).hasSize(1);
    assertThat(repository.difference("hardening", "main")).containsExactly("service/grid.py");
    assertThat(Files.readString(repository.checkout().resolve("service/grid.py")))
        .contains("utf-8");
    assertThat(Files.readString(repository.checkout().resolve("VERSION"))).isEqualTo("2.0.0\n");
  }

  @Test
  void isAsAtFirstAfterAReset() {
    var first = repository.id("main");
    repository.merge(Repository.HARDENING);
    repository.push(SourceHistory.HOTFIX);
    repository.pull();

    repository.reset();

    assertThat(repository.id("main")).isEqualTo(first);
    assertThat(repository.branches()).containsExactly("hardening", "main");
    assertThat(repository.checkout().resolve("security.md")).doesNotExist();
  }

  @Test
  void whatGitRefusesIsTold() {
    assertThatThrownBy(() -> repository.merge("no-such-branch"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("no-such-branch");
  }
}
