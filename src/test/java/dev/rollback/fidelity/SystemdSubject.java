package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.LabSystemd;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code systemd.*}, on the lab's systemd; nothing is reached before the first case. */
public final class SystemdSubject extends HostSubject {
  private static final String UNIT = "rollback-fidelity";
  private static final String FILE = UNIT + ".service";
  private static final String OTHER = UNIT + "-neighbour";

  private @Nullable LabSystemd opened;

  private LabSystemd lab() {
    var known = opened;
    if (known == null) {
      known = new LabSystemd();
      for (var file : List.of(FILE, OTHER + ".service")) {
        // It may be started as often as a quick machine does.
        known.unit(
            file, "[Unit]", "StartLimitIntervalSec=0", "[Service]", "ExecStart=/bin/sleep 86400");
      }
      opened = known;
    }
    return known;
  }

  @Override
  public String name() {
    return "systemd.*";
  }

  @Override
  public Set<String> actions() {
    return Set.of("systemd.stop", "systemd.start", "systemd.restart");
  }

  @Override
  Connection<HostReader, HostWriter> connection() {
    return lab().asRoot();
  }

  @Override
  public long writes() {
    return lab().jobs();
  }

  @Override
  public Object snapshot() {
    return List.of(
        lab().property(UNIT, "ActiveState"),
        lab().property(UNIT, "InvocationID"),
        lab().property(OTHER, "InvocationID"));
  }

  @Override
  public Case next(Random random) {
    var runs = random.nextBoolean();
    lab().systemctl(runs ? "start" : "stop", UNIT);
    var verb = List.of("stop", "start", "restart").get(random.nextInt(3));
    var drifts = new ArrayList<Drift>();
    // Whoever does what the step would do leaves it nothing to do, and that is no harm.
    if (runs && !verb.equals("stop")) {
      drifts.add(Drift.harmful("somebody stops it", () -> lab().systemctl("stop", UNIT)));
    } else if (!runs && verb.equals("stop")) {
      drifts.add(Drift.harmful("somebody starts it", () -> lab().systemctl("start", UNIT)));
    }
    if (runs && verb.equals("restart")) {
      drifts.add(Drift.harmful("somebody restarts it", () -> lab().systemctl("restart", UNIT)));
    }
    drifts.add(Drift.harmless("another unit restarts", () -> lab().systemctl("restart", OTHER)));
    return new Case(runbook("action: systemd." + verb + ", with: {unit: " + UNIT + "}"), drifts);
  }

  @Override
  public void close() {
    Optional.ofNullable(opened)
        .ifPresent(lab -> List.of(FILE, OTHER + ".service").forEach(lab::remove));
  }
}
