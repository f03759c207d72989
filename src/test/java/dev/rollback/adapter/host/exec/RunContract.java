package dev.rollback.adapter.host.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Adapter;
import dev.rollback.adapter.host.HostAdapter;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.contract.ActionContract;
import dev.rollback.contract.OneWayContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec.run} on a machine whose files can be reached from here. */
abstract class RunContract extends OneWayContract<RunProgram, HostReader, HostWriter> {
  @TempDir protected Path folder;

  @Override
  protected final Class<RunProgram> type() {
    return RunProgram.class;
  }

  @Override
  protected final Adapter<?, HostReader, HostWriter> adapter() {
    return new HostAdapter(Map.of(), folder);
  }

  private Path program() {
    return folder.resolve("a program");
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Override
  protected void arrange() {
    try {
      Files.writeString(
          program(), "#!/bin/sh\necho \"$1\" >>'" + log() + "'\necho did it\nsleep $2\n");
      executable(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void executable(boolean yes) {
    try {
      Files.setPosixFilePermissions(
          program(), PosixFilePermissions.fromString(yes ? "rwxr-xr-x" : "rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected final String step() {
    return "action: exec.run, with: {command: [\"%s\", one, \"0\"]}".formatted(program());
  }

  @Override
  protected final String losing() {
    return "action: exec.run, with: {command: [\"%s\", one, \"600\"], timeout: PT1S}"
        .formatted(program());
  }

  @Override
  protected final Optional<String> slow() {
    return Optional.of(
        "action: exec.run, with: {command: [\"%s\", one, \"600\"], timeout: PT20M}"
            .formatted(program()));
  }

  @Override
  protected final List<String> effects() {
    try {
      return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected final ActionContract.Denial deny(String requirement) {
    assertThat(requirement).isEqualTo("the program " + program());
    executable(false);
    return new ActionContract.Denial() {
      @Override
      public String what() {
        return "the right to execute it";
      }

      @Override
      public void close() {
        executable(true);
      }
    };
  }
}
