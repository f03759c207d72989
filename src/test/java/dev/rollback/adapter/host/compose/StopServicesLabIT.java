package dev.rollback.adapter.host.compose;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code compose.stop} on the lab's Docker engine. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "DOCKER_HOST", matches = "unix:.+")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_HOME", matches = ".+")
final class StopServicesLabIT extends ComposeContract<StopServices, Containers> {
  @Override
  protected Class<Containers> stateType() {
    return Containers.class;
  }

  @Override
  protected void arrange() {
    super.arrange();
  }

  @Override
  protected StopServices action() {
    return new StopServices(PROJECT, files(), List.of("web", "worker"));
  }

  @Override
  protected void disturb() {
    lab().docker("pause", PROJECT + "_web_1");
  }
}
