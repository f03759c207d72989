package dev.rollback.adapter.host.compose;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code compose.restart} on the lab's Docker engine. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "DOCKER_HOST", matches = "unix:.+")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_HOME", matches = ".+")
final class RestartServicesLabIT extends ComposeContract<RestartServices, Runs> {
  @Override
  protected Class<Runs> stateType() {
    return Runs.class;
  }

  @Override
  protected void arrange() {
    super.arrange();
  }

  @Override
  protected RestartServices action() {
    return new RestartServices(PROJECT, files(), List.of("web", "worker"));
  }

  @Override
  protected void disturb() {
    lab().docker("stop", PROJECT + "_web_1");
  }
}
