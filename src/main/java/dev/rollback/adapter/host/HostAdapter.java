package dev.rollback.adapter.host;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.adapter.host.compose.Containers;
import dev.rollback.adapter.host.compose.ReadServices;
import dev.rollback.adapter.host.compose.RestartServices;
import dev.rollback.adapter.host.compose.Runs;
import dev.rollback.adapter.host.compose.StartServices;
import dev.rollback.adapter.host.compose.StopServices;
import dev.rollback.adapter.host.exec.EnsureProgram;
import dev.rollback.adapter.host.exec.Holds;
import dev.rollback.adapter.host.exec.RunProgram;
import dev.rollback.adapter.host.machine.Host;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.adapter.host.machine.Machine;
import dev.rollback.adapter.host.machine.Machines;
import dev.rollback.adapter.host.systemd.ReadUnit;
import dev.rollback.adapter.host.systemd.RestartUnit;
import dev.rollback.adapter.host.systemd.StartUnit;
import dev.rollback.adapter.host.systemd.StopUnit;
import dev.rollback.adapter.host.systemd.UnitRun;
import dev.rollback.adapter.host.systemd.UnitState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Machines, and what runs on them: units of systemd, projects of compose, any program. */
public final class HostAdapter implements Adapter<HostSettings, HostReader, HostWriter> {
  private final Map<String, String> environment;
  private final Path directory;

  /**
   * Reaches machines as this process's user does.
   *
   * @param environment of the process; ssh and docker get all of it, other programs what they need
   * @param directory where programs of this machine are started: the folder of rollback.yaml
   */
  public HostAdapter(Map<String, String> environment, Path directory) {
    this.environment = Map.copyOf(environment);
    this.directory = directory;
  }

  @Override
  public String system() {
    return "hosts";
  }

  @Override
  public Class<HostSettings> settings() {
    return HostSettings.class;
  }

  @Override
  public List<StepType<HostReader, HostWriter>> steps() {
    return List.of(
        StepType.action("compose.restart", RestartServices.class, Runs.class),
        StepType.check("compose.services", ReadServices.class, ReadServices.Values.class),
        StepType.action("compose.start", StartServices.class, Containers.class),
        StepType.action("compose.stop", StopServices.class, Containers.class),
        StepType.action("exec.ensure", EnsureProgram.class, Holds.class),
        StepType.oneWay("exec.run", RunProgram.class),
        StepType.action("systemd.restart", RestartUnit.class, UnitRun.class),
        StepType.action("systemd.start", StartUnit.class, UnitState.class),
        StepType.action("systemd.stop", StopUnit.class, UnitState.class),
        StepType.check("systemd.unit", ReadUnit.class, ReadUnit.Values.class));
  }

  @Override
  public List<Fact> facts() {
    return HostConnection.FACTS;
  }

  @Override
  public Connection<HostReader, HostWriter> connect(
      HostSettings settings, Pin pin, Secrets secrets) {
    var host = new Host(machine(settings), settings.sudo(), settings.timeout(), secrets);
    return new HostConnection(host, pin);
  }

  private Machine machine(HostSettings settings) {
    var connecting = ResponseTimeout.connecting(settings.timeout());
    return settings
        .ssh()
        .map(destination -> Machines.ssh(destination, environment, directory, connecting))
        .or(
            () ->
                settings
                    .container()
                    .map(name -> Machines.container(name, environment, directory, connecting)))
        .orElseGet(() -> Machines.local(environment, directory));
  }
}
