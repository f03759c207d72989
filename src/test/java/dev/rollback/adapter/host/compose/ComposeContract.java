package dev.rollback.adapter.host.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollback.action.Action;
import dev.rollback.action.Connection;
import dev.rollback.adapter.host.LabCompose;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.contract.ActionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Actions on services of a project on the lab's Docker engine, by the compose that is there. */
abstract class ComposeContract<
        A extends Record & Action<S, HostReader, HostWriter>, S extends Record>
    extends ActionContract<A, S, HostReader, HostWriter> {
  static final String PROJECT = "rollback-contract";

  @TempDir private Path folder;
  private @Nullable LabCompose lab;
  private @Nullable Connection<HostReader, HostWriter> connection;

  final LabCompose lab() {
    return Objects.requireNonNull(lab);
  }

  final List<String> files() {
    return List.of("compose file.yaml");
  }

  @Override
  protected final Connection<HostReader, HostWriter> connection() {
    return Objects.requireNonNull(connection);
  }

  @Override
  protected void arrange() {
    assumeTrue(LabCompose.available(), "there is no docker-compose on this machine");
    var made = new LabCompose(folder, PROJECT);
    made.compose("up", "--detach");
    connection = made.connect();
    lab = made;
  }

  @AfterEach
  final void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Override
  protected final Object snapshot() {
    return lab().containers();
  }

  @Override
  protected final long writes() {
    return lab().changes();
  }

  @Override
  protected final Denial deny(String requirement) {
    var taken =
        Map.of(
                "the Docker engine", lab().engine,
                "docker compose, or docker-compose", lab().program,
                "the services in compose file.yaml", lab().file)
            .get(requirement);
    assertThat(taken).as(requirement).isNotNull();
    var away = folder.resolve("taken");
    move(taken, away);
    return new Denial() {
      @Override
      public String what() {
        return taken.toString();
      }

      @Override
      public void close() {
        move(away, taken);
      }
    };
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
