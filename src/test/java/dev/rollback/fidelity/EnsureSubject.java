package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** {@code exec.ensure}, on this machine. */
public final class EnsureSubject extends HostSubject {
  private final Path folder = make();

  private static Path make() {
    try {
      return Files.createTempDirectory("fidelity-exec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "exec.ensure";
  }

  @Override
  public Set<String> actions() {
    return Set.of("exec.ensure");
  }

  @Override
  Connection<HostReader, HostWriter> connection() {
    return TestHosts.here(System.getenv(), folder);
  }

  @Override
  public long writes() {
    try {
      return Files.exists(file("log")) ? Files.readAllLines(file("log")).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object snapshot() {
    return Files.exists(file("flag"));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public Case next(Random random) {
    var there = random.nextInt(4) == 0;
    set(there);
    var undo = random.nextBoolean() ? ", undo: [\"echo u >>log; rm flag\"]" : "";
    return new Case(
        runbook(
            "action: exec.ensure, with: {shell: true, command: [\"echo c >>log; touch flag\"],"
                + " check: [\"test -e flag\"]"
                + undo
                + "}"),
        List.of(
            there
                ? Drift.harmful("somebody takes it back", () -> set(false))
                : Drift.harmless("a folder beside it", () -> touch(file("beside"))),
            Drift.harmless("another file", () -> touch(file("other")))));
  }

  private void set(boolean there) {
    try {
      if (there) {
        touch(file("flag"));
      } else {
        Files.deleteIfExists(file("flag"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void touch(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
