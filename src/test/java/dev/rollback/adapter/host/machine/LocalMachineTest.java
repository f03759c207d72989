package dev.rollback.adapter.host.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** This machine. */
final class LocalMachineTest extends MachineContract {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          System.getenv("PATH"),
          "HOME",
          "/h",
          "AWS_SECRET",
          "x",
          "DOCKER_HOST",
          "unix:///d");

  @Override
  Machine machine() {
    return Machines.local(ENVIRONMENT, Path.of("/"));
  }

  private String variables(List<String> handedOn) {
    var command =
        new Command(
            List.of("env"),
            Map.of("A", "b"),
            Map.of(),
            handedOn,
            Optional.empty(),
            Duration.ofSeconds(20));
    return machine().run(command, _ -> {}).out().text();
  }

  @Test
  void ofTheEnvironmentOnlyWhatIsNamedIsHandedOn() {
    assertThat(variables(List.of()).lines())
        .containsExactlyInAnyOrder("PATH=" + System.getenv("PATH"), "HOME=/h", "A=b");
    assertThat(variables(List.of("DOCKER_HOST", "MISSING"))).contains("DOCKER_HOST=unix:///d");
  }
}
