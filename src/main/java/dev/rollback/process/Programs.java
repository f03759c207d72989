package dev.rollback.process;

import dev.rollback.diagnostic.SystemException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Programs of this machine. */
public final class Programs {
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  private static final String SETSID = "setsid";

  private Programs() {}

  /** Where a program is: in the folders of {@code PATH}, or where its own path says. */
  public static Optional<Path> find(String program, Map<String, String> environment) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Programs::executable);
    }
    return Arrays.stream(environment.getOrDefault("PATH", USUAL_PATH).split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program).toAbsolutePath())
        .filter(Programs::executable)
        .findFirst();
  }

  private static boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /**
   * Runs a program to its end, or ends it.
   *
   * @param lines is told each line that it prints, on either output, as soon as it is complete, in
   *     threads of this room; a long line is cut
   * @throws SystemException when it could not be started, so that certainly nothing was done
   */
  public static Ended run(Start start, Consumer<String> lines) {
    var began = System.nanoTime();
    var process = start(start);
    var group = new ProcessGroup(process);
    var out = new Capture(process.getInputStream(), start.room(), lines);
    var err = new Capture(process.getErrorStream(), start.room(), lines);
    feed(process, start.input());
    var cut = await(process, group, start.patience());
    return new Ended(
        process.exitValue(),
        out.output(),
        err.output(),
        Duration.ofNanos(System.nanoTime() - began),
        cut);
  }

  /** The same for whoever waits for the end. */
  public static Ended run(Start start) {
    return run(start, _ -> {});
  }

  private static Process start(Start start) {
    if (!Files.isDirectory(start.directory())) {
      throw SystemException.refused(
          "there is no folder "
              + start.directory()
              + " to start "
              + start.argv().getFirst()
              + " in",
          "Correct the folder, or create it.");
    }
    var argv = argv(start);
    Native.check(argv, start.environment());
    var builder = new ProcessBuilder(argv).directory(start.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw SystemException.refused(
          start.argv().getFirst() + " cannot be started: " + e.getMessage(),
          "Start it by hand to see what is wrong.",
          e);
    }
  }

  /** Whether what is started has no terminal to ask at, and so asks on its input. */
  public static boolean withoutTerminal() {
    return find(SETSID, Map.of()).isPresent();
  }

  /** With a session of its own: it has no terminal to ask at, and what it starts can be ended. */
  private static List<String> argv(Start start) {
    var name = start.argv().getFirst();
    var program =
        find(relativeTo(start.directory(), name), start.environment())
            .orElseThrow(() -> notThere(name, start.environment()));
    var argv = new ArrayList<String>();
    find(SETSID, Map.of()).ifPresent(setsid -> argv.add(setsid.toString()));
    argv.add(program.toString());
    argv.addAll(start.argv().subList(1, start.argv().size()));
    return argv;
  }

  private static String relativeTo(Path directory, String name) {
    return name.contains("/") ? directory.resolve(name).toString() : name;
  }

  private static SystemException notThere(String name, Map<String, String> environment) {
    return SystemException.refused(
        name.contains("/")
            ? "there is no program " + name + " that may be executed"
            : "there is no program %s in the folders of PATH (%s)"
                .formatted(name, environment.getOrDefault("PATH", USUAL_PATH)),
        "Install it, or correct its name or PATH.");
  }

  /** In a thread of its own: a program that does not read must not keep its end from coming. */
  private static void feed(Process process, String input) {
    Thread.ofPlatform()
        .daemon()
        .name("program-input")
        .start(
            () -> {
              try (var to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                // Whoever ends without reading all of it says by its exit code what came of that.
              }
            });
  }

  private static Optional<Ended.Cut> await(Process process, ProcessGroup group, Duration patience) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      group.end();
      return Optional.of(Ended.Cut.TOO_LATE);
    } catch (InterruptedException e) {
      group.end();
      Thread.currentThread().interrupt();
      return Optional.of(Ended.Cut.INTERRUPTED);
    }
  }
}
