package dev.rollback.adapter.host.compose;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code compose.start} on the lab's Docker engine. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "DOCKER_HOST", matches = "unix:.+")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_HOME", matches = ".+")
final class StartServicesLabIT extends ComposeContract<StartServices, Containers> {
  @Override
  protected Class<Containers> stateType() {
    return Containers.class;
  }

  @Override
  protected void arrange() {
    super.arrange();
    lab().compose("stop", "web", "worker");
  }

  @Override
  protected StartServices action() {
    return new StartServices(PROJECT, files(), List.of("web", "worker"));
  }

  @Override
  protected void disturb() {
    lab().docker("start", PROJECT + "_web_1");
    lab().docker("pause", PROJECT + "_web_1");
  }
}
