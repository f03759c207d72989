package dev.rollback.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.git.TestGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What everybody on the machine can read of a process and of all that it starts: /proc/PID/cmdline
 * and environ. It looks again and again; a program that ends between two looks tells it itself,
 * where a {@link #witness} of its name stands before it in PATH.
 */
final class Watch {
  private static final int PAUSE_MILLIS = 10;

  private final Path folder;
  private final Set<String> lines = ConcurrentHashMap.newKeySet();
  private final Set<String> environments = ConcurrentHashMap.newKeySet();

  /** Keeps what witnesses tell in a folder. */
  Watch(Path folder) {
    this.folder = folder;
  }

  /** A program that tells how it was started, and then does this. */
  void witness(Path at, String does) {
    try {
      Files.createDirectories(folder);
      TestGit.script(
          at,
          """
          /bin/cat /proc/$$/cmdline >"%1$s/$$.line"
          /bin/cat /proc/$$/environ >"%1$s/$$.environment"
          %2$s\
          """
              .formatted(folder, does));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at it until it ends; gives its exit code. */
  int until(Process process, Duration longest) throws InterruptedException {
    var end = System.nanoTime() + longest.toNanos();
    while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > end) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("it did not end within " + longest);
      }
      Stream.concat(Stream.of(process.toHandle()), process.descendants()).forEach(this::look);
    }
    return process.exitValue();
  }

  private void look(ProcessHandle process) {
    read(Path.of("/proc", "" + process.pid(), "cmdline"), lines);
    read(Path.of("/proc", "" + process.pid(), "environ"), environments);
  }

  private static void read(Path file, Set<String> to) {
    try {
      to.add(new String(Files.readAllBytes(file), UTF_8));
    } catch (IOException e) {
      to.add(""); // it has ended meanwhile
    }
  }

  /** All command lines. */
  Set<String> commandLines() {
    return with(lines, ".line");
  }

  /** All environments. */
  Set<String> environments() {
    return with(environments, ".environment");
  }

  private Set<String> with(Set<String> seen, String ending) {
    var all = ConcurrentHashMap.<String>newKeySet();
    all.addAll(seen);
    Texts.of(List.of(folder)).entrySet().stream()
        .filter(e -> e.getKey().endsWith(ending))
        .map(Map.Entry::getValue)
        .forEach(all::add);
    return all;
  }
}
