package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.LabNamespace;
import dev.rollback.lab.LabGrid;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.git.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A bad range of commits, where images are built, pods are processes and logs are files. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabNamespace.VARIABLE, matches = ".+")
class SystemInstabilityLabIT {
  @RegisterExtension static final LabGrid LAB = new LabGrid();

  private static final String ADMIN = "lab";

  @TempDir Path folder;

  @BeforeEach
  void heal() {
    LAB.heal();
  }

  @Test
  void isHealedOnceAndUndone(TestReporter reporter) throws IOException {
    var rollback = new LabCommandLine(LAB.configuration(folder), folder.resolve("state"));
    Faults.BAD_COMMITS.inject(LAB);
    var parameters = Faults.BAD_COMMITS.parameters(LAB);
    var main = LAB.git().id("main");
    assertThat(image()).isEqualTo(parameters.get("bad-image"));

    var healed =
        rollback.run(
            console ->
                console
                    .answer("name of the target", ADMIN)
                    .answer("Take back the hardening", "yes")
                    .answer("tests of that tree", "yes")
                    .answer("Deploy ", "yes"),
            command());

    reporter.publishEntry("scenario", healed.took().toString());
    assertThat(healed.exit()).as(healed::toString).isZero();
    assertThat(image()).isEqualTo(parameters.get("good-image"));
    try (var customer = LAB.customer()) {
      assertThat(customer.awaitServed(Duration.ofSeconds(5))).isTrue();
    }
    var branch = reverted().findFirst().orElseThrow();
    assertThat(LAB.git().difference(Repository.GOOD, branch)).containsExactly("service/grid.py");
    assertThat(LAB.git().id("main")).isEqualTo(main);
    var run = rollback.latest().run();

    var again = rollback.run(command());
    assertThat(again.exit()).as(again::toString).isZero();
    assertThat(again.out()).contains("Nothing to do");

    var undone = rollback.run("undo", run, "--yes");
    assertThat(undone.exit()).as(undone::toString).isZero();
    assertThat(image()).isEqualTo(parameters.get("bad-image"));
    assertThat(reverted()).isEmpty();
  }

  private static String[] command() {
    var words = new ArrayList<>(List.of("scenario", "system-instability", "--target", ADMIN));
    Faults.BAD_COMMITS
        .parameters(LAB)
        .forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
    return words.toArray(String[]::new);
  }

  private static String image() {
    return LAB.raw().at("/spec/template/spec/containers/0/image").asText();
  }

  private static Stream<String> reverted() {
    return LAB.git().branches().stream().filter(b -> b.startsWith("rollback/"));
  }
}
