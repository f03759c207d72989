package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Action;
import dev.rollback.action.Connection;
import dev.rollback.adapter.host.LabSystemd;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.contract.ActionContract;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Actions on a unit of the lab's systemd, as a user who needs sudo. */
abstract class SystemdContract<
        A extends Record & Action<S, HostReader, HostWriter>, S extends Record>
    extends ActionContract<A, S, HostReader, HostWriter> {
  static final String UNIT = "rollback-contract";
  private static final String FILE = UNIT + ".service";

  private final LabSystemd lab = new LabSystemd();
  private final Connection<HostReader, HostWriter> connection = lab.asUser();

  final LabSystemd lab() {
    return lab;
  }

  @Override
  protected final Connection<HostReader, HostWriter> connection() {
    return connection;
  }

  @Override
  protected void arrange() {
    lab.unit(FILE, "[Service]", "ExecStart=/bin/sleep 86400", "Restart=always", "RestartSec=3600");
    lab.grant(commands());
  }

  @AfterEach
  final void remove() {
    lab.revoke(commands());
    lab.remove(FILE);
  }

  private static String[] commands() {
    return Stream.of("stop", "start", "restart")
        .map(verb -> "systemctl " + verb + " " + UNIT)
        .toArray(String[]::new);
  }

  /** It fails, and systemd waits to start it again. */
  final void crash() {
    lab.systemctl("start", UNIT);
    lab.systemctl("kill", "--signal=KILL", UNIT);
    org.awaitility.Awaitility.await()
        .until(() -> lab.property(UNIT, "SubState").startsWith("auto-restart"));
  }

  @Override
  protected final Object snapshot() {
    return List.of(
        lab.property(UNIT, "ActiveState"),
        lab.property(UNIT, "SubState"),
        lab.property(UNIT, "UnitFileState"),
        lab.property("grid-api", "InvocationID"));
  }

  @Override
  protected final long writes() {
    return lab.jobs();
  }

  @Override
  protected final Set<String> noPermissions() {
    return Set.of(UnitNeeds.there(UNIT));
  }

  @Override
  protected final Denial deny(String requirement) {
    lab.revoke(requirement);
    return new Denial() {
      @Override
      public String what() {
        return "sudo " + requirement;
      }

      @Override
      public void close() {
        lab.grant(requirement);
      }
    };
  }
}
