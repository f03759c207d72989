package dev.rollback.adapter.host.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.action.Action;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.host.LabCompose;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong with services of compose, on the lab's Docker engine. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "DOCKER_HOST", matches = "unix:.+")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_HOME", matches = ".+")
final class ServicesTroubleLabIT {
  private static final String PROJECT = "rollback-trouble";
  private static final List<String> FILES = List.of("compose file.yaml");
  private static final String WEB =
      "web: {image: \"lab/busybox:1\", command: sleep 86400, stop_grace_period: 0s, restart:"
          + " always}";

  @TempDir private Path folder;
  private LabCompose lab;
  private Connection<HostReader, HostWriter> here;

  @BeforeEach
  void connect() {
    assumeTrue(LabCompose.available(), "there is no docker-compose on this machine");
    lab = new LabCompose(folder, PROJECT);
    here = lab.connect();
  }

  @AfterEach
  void remove() {
    lab.close();
  }

  private static StopServices stop(String... services) {
    return new StopServices(PROJECT, FILES, List.of(services));
  }

  private static StartServices start(String... services) {
    return new StartServices(PROJECT, FILES, List.of(services));
  }

  private <S extends Record> S apply(Action<S, HostReader, HostWriter> action) {
    var now = action.observe(here.reader());
    action.write(now, action.desired(now.state()), here.writer());
    return now.state();
  }

  private String stuck(StartServices start) {
    var wanted = start.desired(start.observe(here.reader()).state());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> start.ready(wanted, here.reader()) instanceof Readiness.Stuck);
    return start.ready(wanted, here.reader()) instanceof Readiness.Stuck(var why) ? why : "";
  }

  @Test
  void whatIsNotThereIsNamed() {
    lab.up(WEB);
    assertThatThrownBy(() -> stop("web", "worker").observe(here.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessage("project %s on this machine has no containers of worker".formatted(PROJECT));
    assertThatThrownBy(() -> new StopServices("no-such", FILES, List.of()).observe(here.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessage("project no-such on this machine has no containers");
    var missing =
        stop("worker").requirements().stream()
            .map(r -> r.probe().apply(here.reader()))
            .filter(Finding.Missing.class::isInstance)
            .toList();
    assertThat(missing)
        .containsExactly(
            new Finding.Missing(
                "compose file.yaml on this machine has no service worker", "It has: web."));
  }

  @Test
  void onlyWhatRanIsStartedAgainByAnUndo() {
    lab.up(WEB.replace("restart: always", "scale: 2"));
    lab.docker("stop", "--time", "0", PROJECT + "_web_2");
    var stop = stop();
    var before = apply(stop);
    assertThat(before.containers())
        .isEqualTo(Map.of(PROJECT + "_web_1", Phase.RUNNING, PROJECT + "_web_2", Phase.STOPPED));
    var stopped = stop.observe(here.reader());
    assertThat(stopped.state()).isEqualTo(before.all(Phase.STOPPED));
    stop.write(stopped, before, here.writer());
    assertThat(stop.observe(here.reader()).state()).isEqualTo(before);
  }

  @Test
  void anInterruptedStopGoesOn() {
    lab.up(WEB, WEB.replace("web:", "worker:"));
    var stop = stop();
    var before = stop.observe(here.reader()).state();
    lab.docker("stop", "--time", "0", PROJECT + "_web_1");
    var now = stop.observe(here.reader());
    assertThat(stop.partway(before, before.all(Phase.STOPPED), now.state())).isTrue();
    stop.write(now, before.all(Phase.STOPPED), here.writer());
    assertThat(stop.observe(here.reader()).state()).isEqualTo(before.all(Phase.STOPPED));
  }

  @Test
  void whatTheEngineStartsAgainIsSaid() {
    lab.up(WEB);
    assertThat(stop().observe(here.reader()).notes())
        .singleElement()
        .asString()
        .contains("restart: always", PROJECT + "_web_1");
  }

  @Test
  void whatIsPausedIsLeftToWhoeverPausedIt() {
    lab.up(WEB);
    lab.docker("pause", PROJECT + "_web_1");
    var paused = stop().observe(here.reader()).state();
    assertThatThrownBy(() -> stop().desired(paused))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("these containers are paused: " + PROJECT + "_web_1");
    lab.docker("unpause", PROJECT + "_web_1");
  }

  @Test
  void whatEndsAtOnceIsToldWithItsLastLines() {
    lab.up(
        "web: {image: \"lab/busybox:1\", command: [sh, -c, \"echo the port is taken; exit 3\"]}");
    apply(start());
    assertThat(stuck(start()))
        .contains(PROJECT + "_web_1 is exited (exit code 3)", "the port is taken");
  }

  @Test
  void whatIsUnhealthyIsNotReady() {
    lab.up(
        "web: {image: \"lab/busybox:1\", command: sleep 86400, stop_grace_period: 0s,"
            + " healthcheck: {test: [CMD, /bin/busybox, \"false\"], interval: 1s, retries: 2}}");
    assertThat(stuck(start())).contains(PROJECT + "_web_1 runs and is unhealthy");
    assertThat(new ReadServices(PROJECT, List.of("web")).read(here.reader()))
        .isEqualTo(new Check.Reading.Values<>(new ReadServices.Values(1, 1, 0, 1)));
    assertThat(stop().observe(here.reader()).notes()).anyMatch(n -> n.contains("unhealthy"));
  }

  @Test
  void theCheckCountsContainers() {
    lab.up(WEB.replace("restart: always", "scale: 2"));
    lab.docker("stop", "--time", "0", PROJECT + "_web_2");
    assertThat(new ReadServices(PROJECT, List.of()).read(here.reader()))
        .isEqualTo(new Check.Reading.Values<>(new ReadServices.Values(2, 1, 0, 0)));
    assertThatThrownBy(() -> new ReadServices("no-such", List.of()).read(here.reader()))
        .hasMessageContaining("has no containers");
  }

  @Test
  void anEngineThatIsGoneIsNamed() throws IOException {
    lab.up(WEB);
    var now = stop().observe(here.reader());
    Files.delete(lab.engine);
    assertThatThrownBy(() -> stop().observe(here.reader()))
        .isInstanceOfSatisfying(
            SystemException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
        .hasMessageContaining("Cannot connect to the Docker daemon");
    assertThatThrownBy(() -> stop().write(now, stop().desired(now.state()), here.writer()))
        .isInstanceOfSatisfying(
            SystemException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
  }

  @Test
  void namesThatComposeWouldTakeForSomethingElseAreRefused() {
    for (var name : List.of("", "-p", "A", "a b", "a'b", "a\nb")) {
      assertThatThrownBy(() -> new StopServices(name, FILES, List.of()))
          .hasMessageContaining("cannot be the name of a compose project");
    }
    for (var name : List.of("", "--all", "a b", "a\nb")) {
      assertThatThrownBy(() -> stop(name)).hasMessageContaining("cannot be the name of a service");
    }
    assertThatThrownBy(() -> new StopServices(PROJECT, List.of(), List.of()))
        .hasMessageContaining("names no compose file");
  }
}
