package dev.rollback.sandbox.git;

import dev.rollback.sandbox.site.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the git program in a folder, by no configuration but the repository's own. */
final class GitCommand {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private GitCommand() {}

  /**
   * Runs it and gives what it prints.
   *
   * @param input what it reads from its standard input
   * @throws NoGitException when there is no such program
   * @throws SandboxException when it fails
   */
  static String run(Path directory, String input, String... arguments) {
    var command = new ArrayList<>(List.of("git", "-c", "init.defaultBranch=main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("LC_ALL", "C");
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new NoGitException("git could not be started: " + e.getMessage(), e);
    }
    return answer(process, input, "git " + String.join(" ", arguments));
  }

  private static String answer(Process process, String input, String shown) {
    var late = new AtomicBoolean();
    Thread.ofVirtual().name("git-limit").start(() -> limit(process, late));
    // It is written beside the reading: a pipe that nobody empties would hold both.
    var writing = CompletableFuture.runAsync(() -> write(process, input));
    try {
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var exit = process.waitFor();
      if (late.get()) {
        throw new SandboxException(
            "%s was ended: it took longer than %d s".formatted(shown, LIMIT.toSeconds()));
      }
      if (exit != 0) {
        throw new SandboxException("%s ended with %d: %s".formatted(shown, exit, out.strip()));
      }
      writing.join();
      return out;
    } catch (IOException e) {
      throw new SandboxException("no answer of " + shown, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted in " + shown, e);
    }
  }

  /** A pipe is read until its writer ends, and no interrupt ends that: so the writer must end. */
  private static void limit(Process process, AtomicBoolean late) {
    try {
      if (!process.waitFor(LIMIT)) {
        late.set(true);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Process process, String input) {
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SandboxException("git did not read all that it was given", e);
    }
  }
}
