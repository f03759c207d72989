package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.drill.Customer;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.git.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A range of commits that must go, under a hotfix that must stay; judged by customers and git. */
class SystemInstabilityTest {
  @TempDir private Path home;

  private Sandbox sandbox;
  private Customer customer;
  private Shell shell;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    customer = new Customer(sandbox);
    shell =
        new Shell(home)
            .export("ROLLBACK_CONFIG", DrillTarget.write(sandbox).toString())
            .export("ROLLBACK_RUNBOOKS", Path.of("runbooks").toAbsolutePath().toString());
  }

  @AfterEach
  void stop() {
    customer.close();
    sandbox.close();
  }

  private Shell.Result heal(String... more) {
    return shell.attended(
        prompt -> Optional.of(prompt.shown().contains("name of the target") ? "sandbox" : "yes"),
        with("scenario", more));
  }

  private String[] with(String command, String... more) {
    var words = new ArrayList<>(List.of(command, "system-instability"));
    Faults.BAD_COMMITS
        .parameters(sandbox)
        .forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void theRangeGoesTheHotfixStaysAndUndoBringsAllBack() throws Exception {
    assertThat(shell.run("check", "smoke").out()).as("all is well").contains("Checks: 18 PASS");
    sandbox.inject(Faults.BAD_COMMITS);
    var main = sandbox.git().id("main");
    var bad = image();
    assertThat(shell.run("check", "smoke").exit()).as("errors in the log").isEqualTo(7);

    var healed = heal();

    assertThat(healed.exit()).as(healed.out() + healed.err()).isZero();
    assertServed();
    assertThat(image()).isEqualTo(Faults.BAD_COMMITS.parameters(sandbox).get("good-image"));
    var git = sandbox.git();
    var branch = reverted().findFirst().orElseThrow();
    assertThat(git.content(branch, "VERSION")).isEqualTo("1.8.0\n");
    assertThat(git.difference(Repository.GOOD, branch)).containsExactly("service/grid.py");
    assertThat(git.content(branch, "service/grid.py")).as("the hotfix").contains("utf-8");
    assertThat(git.id("main")).as("nobody's protected branch is moved").isEqualTo(main);
    assertThat(Files.readString(git.checkout().resolve("VERSION"))).isEqualTo("2.0.0\n");

    var tree = git.checkout().resolveSibling("known-good");
    assertThat(Files.readString(tree.resolve("VERSION"))).isEqualTo("1.8.0\n");

    var again = heal();
    assertThat(again.out()).contains("Nothing to do");
    assertThat(again.exit()).isZero();
    assertThat(reverted()).hasSize(1);

    var undone = shell.run("undo", healed(), "--yes");
    assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
    assertThat(image()).isEqualTo(bad);
    assertThat(reverted()).isEmpty();
    assertThat(tree).doesNotExist();
    assertThat(git.id("main")).isEqualTo(main);
  }

  @Test
  void anotherFaultIsNotItsOwn() {
    sandbox.inject(Faults.WRONG_SECRET);
    var bad = image();

    var result = heal();

    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(7);
    assertThat(result.err()).contains("none of the causes that 'system-instability' is for");
    assertThat(image()).isEqualTo(bad);
    assertThat(reverted()).isEmpty();
  }

  private String image() {
    return sandbox
        .object("Deployment", "grid-api")
        .at("/spec/template/spec/containers/0/image")
        .asText();
  }

  private Stream<String> reverted() {
    return sandbox.git().branches().stream().filter(b -> b.startsWith("rollback/"));
  }

  /** The id of the run that changed something. */
  private String healed() {
    return shell
        .run("runs")
        .out()
        .lines()
        .filter(line -> line.contains(" done "))
        .findFirst()
        .orElseThrow()
        .split(" ", 2)[0];
  }

  private void assertServed() {
    assertThat(IntStream.range(0, 30).map(_ -> customer.useKey()).distinct()).containsExactly(200);
    assertThat(IntStream.range(0, 30).map(_ -> customer.login()).distinct()).containsExactly(200);
    assertThat(customer.anonymous()).isEqualTo(401);
  }
}
