package dev.rollback.adapter.host.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Risk;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.contract.ActionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec.ensure} on a machine whose files can be reached from here. */
abstract class EnsureContract extends ActionContract<EnsureProgram, Holds, HostReader, HostWriter> {
  @TempDir protected Path folder;

  @Override
  protected final Class<Holds> stateType() {
    return Holds.class;
  }

  @Override
  protected final void arrange() {
    program("make it", "echo made >>log; touch flag");
    program("ask", "test -e flag");
    program("remove it", "echo removed >>log; rm flag");
  }

  private void program(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
      executable(folder.resolve(name), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void executable(Path program, boolean yes) {
    try {
      Files.setPosixFilePermissions(
          program, PosixFilePermissions.fromString(yes ? "rwxr-xr-x" : "rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected final EnsureProgram action() {
    return new EnsureProgram(
        List.of("./make it", "an argument"),
        List.of("./ask"),
        List.of("./remove it"),
        false,
        Map.of(),
        Map.of(),
        Optional.of(folder.toString()),
        Duration.ofSeconds(20),
        Risk.REVERSIBLE);
  }

  @Override
  protected final Object snapshot() {
    return Files.exists(folder.resolve("flag"));
  }

  @Override
  protected final void disturb() {
    try {
      Files.createFile(folder.resolve("flag"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected final long writes() {
    try {
      var log = folder.resolve("log");
      return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected final Denial deny(String requirement) {
    assertThat(requirement).startsWith("the program ./");
    var program = folder.resolve(requirement.substring("the program ./".length()));
    executable(program, false);
    return new Denial() {
      @Override
      public String what() {
        return program.toString();
      }

      @Override
      public void close() {
        executable(program, true);
      }
    };
  }
}
