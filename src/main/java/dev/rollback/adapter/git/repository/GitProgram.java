package dev.rollback.adapter.git.repository;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Native;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The user's git: run without a shell, with nothing to ask anybody, in a bounded time and with
 * bounded output.
 */
public final class GitProgram {
  private static final int OUTPUT = 16 << 20;
  private static final int ERRORS = 16 << 10;
  private static final long TO_TIDY_UP_SECONDS = 2;

  /** What would lead git to another repository than the one it is sent to. */
  private static final List<String> ELSEWHERE =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_IMPLICIT_WORK_TREE",
          "GIT_COMMON_DIR",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_SHALLOW_FILE",
          "GIT_GRAFT_FILE",
          "GIT_REPLACE_REF_BASE",
          "GIT_NAMESPACE",
          "GIT_PREFIX",
          "GIT_INTERNAL_SUPER_PREFIX",
          "GIT_CONFIG");

  private final Map<String, String> user;

  /** A program as this user starts it; {@code PATH} is read here. */
  public GitProgram(Map<String, String> user) {
    this.user = Map.copyOf(user);
  }

  /**
   * What git is to do.
   *
   * @param directory where it is started
   * @param arguments without the program
   * @param environment what is set besides the user's own
   * @param input what it reads; empty where it shall find nothing
   * @param patience how long it may take
   */
  public record Call(
      Path directory,
      List<String> arguments,
      Map<String, String> environment,
      String input,
      Duration patience) {}

  /**
   * How it ended.
   *
   * @param exit its exit code
   * @param cut why it was ended before its time, after "git … "; empty where it ended by itself
   */
  public record Answer(int exit, String out, String err, Optional<String> cut) {
    public boolean ok() {
      return exit == 0 && cut.isEmpty();
    }
  }

  /**
   * Runs it to its end, or ends it.
   *
   * @throws SystemException when it could not be started, so that certainly nothing was done
   */
  public Answer run(Call call) {
    var process = start(call);
    var out =
        new Drain(process.getInputStream(), OUTPUT, Drain.Keep.ALL_OR_NOTHING, () -> end(process));
    var err = new Drain(process.getErrorStream(), ERRORS, Drain.Keep.END, () -> {});
    var read = feed(process, call.input());
    var late = await(process, call.patience());
    var said = out.text();
    return new Answer(
        process.exitValue(), said, err.text(), late.or(out::lost).or(() -> unread(read, process)));
  }

  private Process start(Call call) {
    var argv = new ArrayList<String>();
    argv.add(find().toString());
    argv.addAll(call.arguments());
    var environment = environment(call.environment());
    Native.check(argv, environment);
    var builder = new ProcessBuilder(argv).directory(call.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw SystemException.refused(
          "git cannot be started in " + call.directory() + ": " + e.getMessage(),
          "Check the folder, and that git can be started there by hand.",
          e);
    }
  }

  private Path find() {
    return Arrays.stream(user.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "git").toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(
            () ->
                SystemException.refused(
                    "There is no git program in the folders of PATH.",
                    "Install git " + GitVersion.OLDEST + " or later, or correct PATH."));
  }

  private Map<String, String> environment(Map<String, String> more) {
    var all = new HashMap<>(user);
    all.keySet().removeAll(ELSEWHERE);
    // What a trace prints among the errors would be taken for one, and may hold a password.
    all.keySet().removeIf(name -> name.startsWith("GIT_TRACE"));
    all.put("LC_ALL", "C");
    all.remove("LANGUAGE");
    all.put("GIT_TERMINAL_PROMPT", "0");
    all.put("GIT_OPTIONAL_LOCKS", "0");
    all.put("GIT_NO_REPLACE_OBJECTS", "1");
    all.put("GIT_PAGER", "cat");
    // ssh asks at the terminal, whatever its input is. Made to ask a program, and one that always
    // declines where the user has none, it fails at once and says why.
    all.putIfAbsent("SSH_ASKPASS", "false");
    all.put("SSH_ASKPASS_REQUIRE", "force");
    all.putAll(more);
    return all;
  }

  /** Whether it took all of it. */
  private static boolean feed(Process process, String input) {
    try (var to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** One that failed says itself why it did not read on; of one that did not, nobody would know. */
  private static Optional<String> unread(boolean read, Process process) {
    return read || process.exitValue() != 0
        ? Optional.empty()
        : Optional.of("did not read what it was given");
  }

  private static Optional<String> await(Process process, Duration patience) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      end(process);
      return Optional.of("did not end within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      return Optional.of("was interrupted");
    }
  }

  /** Ends it with all that it started: politely first, so that it removes its lock files. */
  private static void end(Process process) {
    var family = family(process.toHandle()).toList();
    family.forEach(ProcessHandle::destroy);
    CompletableFuture.allOf(
            family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, TO_TIDY_UP_SECONDS, TimeUnit.SECONDS)
        .join();
    family.stream().flatMap(GitProgram::family).forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }

  private static Stream<ProcessHandle> family(ProcessHandle head) {
    return Stream.concat(head.descendants(), Stream.of(head));
  }
}
