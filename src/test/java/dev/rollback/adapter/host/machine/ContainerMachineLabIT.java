package dev.rollback.adapter.host.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A container of the lab. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_SYSTEMCTL", matches = ".+")
final class ContainerMachineLabIT extends MachineContract {
  private static final String CONTAINER = "lab-systemd";

  @Override
  Machine machine() {
    return machine(CONTAINER, System.getenv());
  }

  private static Machine machine(String name, Map<String, String> environment) {
    return Machines.container(name, environment, Path.of("/"), Duration.ofSeconds(5));
  }

  private static SystemException fails(String name, Map<String, String> environment) {
    var failed =
        catchThrowableOfType(
            SystemException.class,
            () ->
                machine(name, environment)
                    .run(Command.of(List.of("true"), Duration.ofSeconds(20)), _ -> {}));
    assertThat(failed.effect()).isEqualTo(Effect.NONE);
    return failed;
  }

  @Test
  void theUserIsWhoWasNamed() {
    var ended =
        machine("65534@" + CONTAINER, System.getenv())
            .run(Command.of(List.of("id", "-un"), Duration.ofSeconds(20)), _ -> {});
    assertThat(ended.out().text()).isEqualTo("nobody\n");
  }

  @Test
  void aContainerThatIsNotThereIsNamed() {
    var failed = fails("no-such-container", System.getenv());
    assertThat(failed.problem()).contains("container no-such-container", "No such container");
    assertThat(failed.advice()).get().asString().contains("docker ps --all");
  }

  @Test
  void anEngineThatIsDownIsNamed() {
    var environment = new HashMap<>(System.getenv());
    environment.put("DOCKER_HOST", "unix:///nowhere/docker.sock");
    var failed = fails(CONTAINER, environment);
    assertThat(failed.problem()).contains("of unix:///nowhere/docker.sock", "Cannot connect");
    assertThat(failed.advice()).get().asString().contains("DOCKER_HOST");
  }
}
