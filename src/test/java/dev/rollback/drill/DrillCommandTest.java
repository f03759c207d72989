package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill as somebody meets it who has just unpacked the program. */
class DrillCommandTest {
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void unpack() throws IOException {
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    Files.copy(Path.of("runbooks/auth-failure.yaml"), runbooks.resolve("auth-failure.yaml"));
    shell = new Shell(home);
  }

  @Test
  void healsTheSandboxByItself() {
    var result = shell.run("drill", "auth-failure", "--no-input", "--approve-all");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("A release went out with a wrong API_KEY_SECRET")
        .contains("Done and verified")
        .contains("Healed: customers were not served for");
    assertThat(result.err()).isEmpty();
    assertThat(shell.run("runs").out()).contains("auth-failure").contains("done");
  }

  @Test
  void doesWhatIsAskedByHandAndOwesNoUndoOfIt() {
    var result =
        shell.run(
            "drill",
            "auth-failure",
            "--fault",
            "database-unreachable",
            "--undo",
            "--no-input",
            "--approve-all");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("Done by the drill: the role has the password of the Secret again.")
        .contains("Healed: customers were not served for")
        .contains("Undone: everything is as it was before the run.");
  }

  @Test
  void startsNothingForAFaultOrATargetThatItHasNot() {
    assertThat(shell.run("drill", "auth-failure", "--fault", "fire").err())
        .contains("there is no fault 'fire'");
    assertThat(shell.run("drill", "auth-failure", "--target", "production").err())
        .contains("'production' is not the sandbox");
    assertThat(shell.run("drill", "auth-failur").err()).contains("Did you mean 'auth-failure'?");
    assertThat(shell.run("runs").out()).contains("No runs");
  }

  @Test
  void keepsNoSandboxWhereItsFileHasNoPlace() throws IOException {
    Files.writeString(home.resolve("there.yaml"), "of another sandbox");
    var there = shell.run("drill", "--keep", "--write-config", "there.yaml");
    assertThat(there.exit()).isEqualTo(3);
    assertThat(there.err()).contains("there.yaml is already there");
    assertThat(home.resolve("there.yaml")).hasContent("of another sandbox");
    assertThat(shell.run("drill", "--write-config", "a.yaml").err()).contains("Add --keep");
    assertThat(shell.run("drill", "--keep", "--undo").err()).contains("no scenario is named");
    assertThat(shell.run("drill", "--keep", "--fault", "fire").err())
        .contains("there is no fault 'fire'");
  }
}
