package dev.rollback.adapter.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Action;
import dev.rollback.action.Check;
import dev.rollback.action.Competitor;
import dev.rollback.action.Connection;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.host.LabSystemd;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What can go wrong with units, on the lab's systemd. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabSystemd.VARIABLE, matches = ".+")
final class UnitTroubleLabIT {
  private static final String UNIT = "rollback-trouble";
  private static final String FILE = UNIT + ".service";

  private final LabSystemd lab = new LabSystemd();
  private final Connection<HostReader, HostWriter> root = lab.asRoot();

  @AfterEach
  void remove() {
    lab.remove(FILE);
  }

  private void unit(String... lines) {
    lab.unit(FILE, lines);
  }

  private <S extends Record> void apply(Action<S, HostReader, HostWriter> action) {
    var now = action.observe(root.reader());
    action.write(now, action.desired(now.state()), root.writer());
  }

  private Readiness started() {
    return new StartUnit(UNIT).ready(new UnitState(Activity.RUNNING), root.reader());
  }

  private String stuck() {
    await().atMost(Duration.ofSeconds(30)).until(() -> started() instanceof Readiness.Stuck);
    return started() instanceof Readiness.Stuck(var why) ? why : "";
  }

  @Test
  void aUnitThatIsNotThereIsNamed() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    var failed =
        catchThrowableOfType(
            SystemException.class, () -> new StopUnit("no-such-unit").observe(root.reader()));
    assertThat(failed.effect()).isEqualTo(Effect.NONE);
    assertThat(failed.problem()).contains("there is no unit no-such-unit.service on container");
    assertThat(failed.advice()).get().asString().contains("systemctl list-unit-files");
  }

  @Test
  void whatEndsAtOnceIsToldWithItsLastLines() {
    unit("[Service]", "ExecStart=/bin/sh -c 'echo the port is taken >&2; exit 3'");
    apply(new StartUnit(UNIT));
    assertThat(stuck()).contains(FILE + " failed: exit-code 3", "the port is taken");
  }

  @Test
  void aStartThatFailsIsToldWithItsLastLines() {
    unit(
        "[Service]",
        "Type=oneshot",
        "RemainAfterExit=yes",
        "ExecStart=/bin/sh -c 'echo no; exit 1'");
    apply(new StartUnit(UNIT));
    assertThat(stuck()).contains(FILE + " failed: exit-code 1", "no");
  }

  @Test
  void theCheckReadsWhatAUnitDoes() {
    unit("[Service]", "ExecStart=/bin/sh -c 'exit 3'");
    lab.systemctl("start", UNIT);
    await().until(() -> lab.property(UNIT, "ActiveState").equals("failed"));
    assertThat(new ReadUnit(UNIT).read(root.reader()))
        .isEqualTo(
            new Check.Reading.Values<>(
                new ReadUnit.Values(false, "failed", "failed", 0, "exit-code 3")));
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    lab.systemctl("start", UNIT);
    assertThat(new ReadUnit(UNIT).read(root.reader()))
        .isEqualTo(
            new Check.Reading.Values<>(
                new ReadUnit.Values(true, "active", "running", 0, "success")));
    assertThatThrownBy(() -> new ReadUnit("no-such-unit").read(root.reader()))
        .hasMessageContaining("there is no unit no-such-unit.service");
  }

  @Test
  void whatFailsOverAndOverIsNeverReady() {
    unit(
        "[Unit]",
        "StartLimitBurst=3",
        "[Service]",
        "ExecStart=/bin/sh -c 'exit 4'",
        "Restart=always",
        "RestartSec=200ms");
    apply(new StartUnit(UNIT));
    assertThat(stuck()).contains(FILE + " failed");
  }

  @Test
  void aUnitThatWaitsToBeStartedAgainIsStoppedAndSaidToFail() {
    unit("[Service]", "ExecStart=/bin/sh -c 'exit 4'", "Restart=always", "RestartSec=1h");
    lab.systemctl("start", UNIT);
    await().until(() -> lab.property(UNIT, "SubState").startsWith("auto-restart"));
    var stop = new StopUnit(UNIT);
    var now = stop.observe(root.reader());
    assertThat(now.state()).isEqualTo(new UnitState(Activity.RESTARTING));
    assertThat(now.notes()).anyMatch(n -> n.startsWith("It fails (exit-code 4)"));
    apply(stop);
    assertThat(stop.observe(root.reader()).state()).isEqualTo(new UnitState(Activity.STOPPED));
  }

  @Test
  void aStopThatTakesLongIsWaitedFor() {
    var go = "/run/" + UNIT + ".may-stop";
    lab.run(List.of("rm", "-f", go), "");
    unit(
        "[Service]",
        "ExecStart=/bin/sleep 1000",
        "ExecStop=/bin/sh -c 'until [ -e " + go + " ]; do sleep 0.1; done'");
    lab.systemctl("start", UNIT);
    lab.systemctl("stop", "--no-block", UNIT);
    await().until(() -> lab.property(UNIT, "ActiveState").equals("deactivating"));
    var stop = new StopUnit(UNIT);
    var now = stop.observe(root.reader());
    assertThat(now.state()).isEqualTo(new UnitState(Activity.STOPPED));
    assertThat(stop.ready(now.state(), root.reader())).isInstanceOf(Readiness.Waiting.class);
    lab.put(go, "");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> stop.ready(now.state(), root.reader()) instanceof Readiness.Ready);
  }

  @Test
  void whatSomethingHasStartedAgainHasNotStopped() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    lab.systemctl("start", UNIT);
    assertThat(new StopUnit(UNIT).ready(new UnitState(Activity.STOPPED), root.reader()))
        .isInstanceOfSatisfying(
            Readiness.Stuck.class,
            s -> assertThat(s.why()).contains(FILE + " is active (running) again"));
  }

  @Test
  void aMaskedUnitIsRefusedBeforeAnythingIsDone() {
    lab.run(
        List.of("ln", "-sf", "/dev/null", "/run/systemd/system/" + UNIT + "-masked.service"), "");
    lab.systemctl("daemon-reload");
    var start = new StartUnit(UNIT + "-masked");
    var missing =
        start.requirements().stream()
            .map(r -> r.probe().apply(root.reader()))
            .filter(Finding.Missing.class::isInstance)
            .toList();
    assertThat(missing.toString()).contains("systemd refuses to start", "systemctl unmask");
    lab.run(List.of("rm", "/run/systemd/system/" + UNIT + "-masked.service"), "");
    lab.systemctl("daemon-reload");
    unit("[Service]", "ExecStart=/bin/sleep 1");
  }

  @Test
  void whatEndsByItselfCannotBeKeptStarted() {
    unit("[Service]", "Type=oneshot", "ExecStart=/bin/true");
    for (var action : List.of(new StartUnit(UNIT), new RestartUnit(UNIT))) {
      assertThatThrownBy(() -> action.observe(root.reader()))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("it is a oneshot without RemainAfterExit");
    }
  }

  @Test
  void whoStartsItAgainAndWhatStopsWithItIsSaid() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    lab.unit(UNIT + ".timer", "[Timer]", "OnActiveSec=1h");
    lab.unit(
        UNIT + "-needy.service",
        "[Unit]",
        "Requires=" + FILE,
        "[Service]",
        "ExecStart=/bin/sleep 1000");
    lab.systemctl("start", UNIT + ".timer", UNIT + "-needy");
    try {
      var now = new StopUnit(UNIT).observe(root.reader());
      assertThat(now.competitors())
          .singleElement()
          .satisfies(
              c -> {
                assertThat(c.label()).isEqualTo(UNIT + ".timer starts it again when it is due.");
                assertThat(c.suspension())
                    .contains(
                        new Competitor.Suspension("systemd.stop", Map.of("unit", UNIT + ".timer")));
              });
      assertThat(now.notes()).anyMatch(n -> n.contains("stop with it") && n.contains("-needy"));
      apply(new StopUnit(UNIT + ".timer"));
      assertThat(new StopUnit(UNIT).observe(root.reader()).competitors()).isEmpty();
    } finally {
      lab.remove(UNIT + "-needy.service");
      lab.remove(UNIT + ".timer");
    }
  }

  @Test
  void aFileThatSystemdHasNotReadIsSaid() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    lab.systemctl("start", UNIT);
    lab.change(FILE, "[Service]", "ExecStart=/bin/sleep 2000");
    assertThat(new RestartUnit(UNIT).observe(root.reader()).notes())
        .anyMatch(n -> n.contains("systemctl daemon-reload"));
  }

  @Test
  void whoMayNotIsToldByPreflightAndByTheWrite() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    lab.systemctl("start", UNIT);
    var stop = new StopUnit(UNIT);
    var bySudo = lab.asUser();
    var now = stop.observe(bySudo.reader());
    assertThatThrownBy(() -> stop.write(now, stop.desired(now.state()), bySudo.writer()))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.effect()).isEqualTo(Effect.NONE);
              assertThat(e.problem()).contains("systemctl stop was refused", "sudo");
              assertThat(e.advice()).get().asString().contains("sudo -n -- systemctl stop " + UNIT);
            });
    var plain = TestHosts.container(LabSystemd.USER, false, Path.of("/"));
    assertThatThrownBy(() -> stop.write(now, stop.desired(now.state()), plain.writer()))
        .hasMessageContaining("Interactive authentication required");
    assertThat(
            stop.requirements().stream()
                .map(r -> r.probe().apply(plain.reader()))
                .filter(Finding.Warning.class::isInstance))
        .hasSize(2);
    assertThat(lab.property(UNIT, "ActiveState")).isEqualTo("active");
  }

  @Test
  void aMachineWithoutSystemdSaysSo() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    var here = TestHosts.here(System.getenv(), Path.of("/"));
    assertThatThrownBy(() -> new StopUnit(UNIT).observe(here.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("systemd on this machine does not tell of " + FILE)
        .hasMessageContaining("not been booted with systemd");
  }

  @Test
  void namesThatMeanSeveralUnitsOrNoneAreRefused() {
    unit("[Service]", "ExecStart=/bin/sleep 1000");
    for (var name : List.of("", "grid*", "a b", "--all", "a'b", "x\ny", "$(id)")) {
      assertThatThrownBy(() -> new StopUnit(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be the name of one unit");
    }
  }
}
