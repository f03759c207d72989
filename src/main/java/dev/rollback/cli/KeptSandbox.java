package dev.rollback.cli;

import dev.rollback.adapter.host.machine.Quoting;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A sandbox that stays until somebody ends it, as a target for other commands. */
final class KeptSandbox {
  private static final Duration LOOK = Duration.ofHours(1);

  @Option(
      names = "--keep",
      description =
          "Keep the sandbox afterwards, until Ctrl-C, to look around in it and to undo. Without"
              + " NAME: a sandbox where nothing is healed, and nothing is broken without --fault.")
  private boolean keep;

  @Option(
      names = "--write-config",
      paramLabel = "FILE",
      description =
          "With --keep: when the sandbox is ready for other commands, write its rollback.yaml into"
              + " this new file, for their --config; it is removed when the sandbox has closed.")
  private @Nullable Path file;

  private boolean written;

  /** Whether it stays. */
  boolean wanted() {
    return keep;
  }

  /** Whether there is a file without a sandbox that stays. */
  boolean pointless() {
    return file != null && !keep;
  }

  /**
   * Before a sandbox is started.
   *
   * @throws SystemException when there is no place for the file
   */
  void require(World world) {
    place(world).ifPresent(NewFile::requirePlace);
  }

  private Optional<Path> place(World world) {
    return Optional.ofNullable(file).map(world.directory()::resolve);
  }

  /** Starts a sandbox, breaks it if that is wanted, and keeps it; a customer is there meanwhile. */
  ExitCode run(World world, Output output, Optional<Fault> fault) {
    world.stop().orderly();
    output.line(Drill.STARTING);
    try (var sandbox = Sandbox.start();
        var prober = Prober.start(sandbox, world.clock())) {
      if (world.stop().requested().isEmpty()) {
        fault.ifPresent(f -> f.inject(sandbox));
      }
      if (world.stop().requested().isPresent()) {
        output.line("Interrupted. The sandbox is closed.");
        return ExitCode.INTERRUPTED;
      }
      output.line("Ready at " + sandbox.http() + ".");
      output.line(fault.map(f -> "Broken: " + f.title() + ".").orElse("Nothing is broken in it."));
      stay(world, output, DrillTarget.write(sandbox), Optional.empty(), Map.of());
      prober.stop();
    } finally {
      remove(world);
    }
    return ExitCode.OK;
  }

  /**
   * After a drill, where that is wanted.
   *
   * @param scenario what was drilled
   */
  void afterwards(
      World world, Output output, Path config, String scenario, Map<String, String> parameters) {
    if (keep) {
      stay(world, output, config, Optional.of(scenario), parameters);
    }
  }

  /** After the sandbox has closed: the file leads nowhere. */
  void remove(World world) {
    place(world).ifPresent(this::remove);
  }

  private void remove(Path path) {
    try {
      if (written) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw SystemException.refused(
          "cannot remove " + path + ": " + e.getMessage(),
          "The sandbox has closed; remove the file by hand.",
          e);
    }
  }

  private void stay(
      World world,
      Output output,
      Path config,
      Optional<String> scenario,
      Map<String, String> parameters) {
    output.line("");
    output.line("The sandbox stays until Ctrl-C. In another terminal:");
    output.line("  " + Quoting.typed(List.of("export", "ROLLBACK_CONFIG=" + config)));
    output.line("  rollback status");
    if (scenario.isPresent()) {
      output.line("  rollback undo latest");
      var again = new ArrayList<>(List.of("rollback", "scenario", scenario.get()));
      parameters.forEach((key, value) -> again.addAll(List.of("-p", key + "=" + value)));
      output.line("  " + Quoting.typed(again));
    } else {
      output.line("  rollback check smoke --wait 3m");
    }
    place(world).ifPresent(path -> write(config, path));
    while (world.stop().pause(LOOK)) {
      // nothing to do until somebody wants it to end
      output.progress("sandbox", "kept");
    }
  }

  /** It appears when it is whole: whoever waits for it reads it at once. */
  private void write(Path config, Path path) {
    var part = path.resolveSibling("." + path.getFileName() + ".part");
    try {
      Files.deleteIfExists(part); // of a process that was killed here
      NewFile.write(part, Files.readString(config));
      Files.move(part, path);
      written = true;
    } catch (IOException e) {
      throw SystemException.refused(
          "cannot write " + path + ": " + e.getMessage(), "Choose another place.", e);
    }
  }
}
