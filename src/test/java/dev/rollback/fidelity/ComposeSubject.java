package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.LabCompose;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code compose.*}, on the lab's Docker engine; nothing is reached before the first case. */
public final class ComposeSubject extends HostSubject {
  private static final String PROJECT = "rollback-fidelity";

  private @Nullable LabCompose opened;

  private LabCompose lab() {
    var known = opened;
    if (known == null) {
      try {
        known = new LabCompose(Files.createTempDirectory("fidelity-compose"), PROJECT);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      known.compose("up", "--detach");
      opened = known;
    }
    return known;
  }

  @Override
  public String name() {
    return "compose.*";
  }

  @Override
  public Set<String> actions() {
    return Set.of("compose.stop", "compose.start", "compose.restart");
  }

  @Override
  Connection<HostReader, HostWriter> connection() {
    return lab().connect();
  }

  @Override
  public long writes() {
    return lab().changes();
  }

  @Override
  public Object snapshot() {
    return lab().containers();
  }

  @Override
  public Case next(Random random) {
    // What a case before this one has left paused cannot be stopped.
    lab().compose("unpause");
    for (var container : List.of("web_1", "worker_1", "worker_2")) {
      if (random.nextBoolean()) {
        lab().docker("start", PROJECT + "_" + container);
      } else {
        lab().docker("stop", "--time", "0", PROJECT + "_" + container);
      }
    }
    var verb = List.of("stop", "start", "restart").get(random.nextInt(3));
    return new Case(
        runbook(
            "action: compose."
                + verb
                + ", with: {project: "
                + PROJECT
                + ", files: [compose file.yaml], services: [web, worker]}"),
        List.of(
            Drift.harmful(
                "somebody pauses a container",
                () -> {
                  lab().docker("start", PROJECT + "_web_1");
                  lab().docker("pause", PROJECT + "_web_1");
                }),
            Drift.harmless("another service restarts", () -> lab().compose("restart", "other"))));
  }

  @Override
  public void close() {
    Optional.ofNullable(opened).ifPresent(LabCompose::close);
  }
}
