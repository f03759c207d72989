package dev.rollback.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program to be started.
 *
 * @param argv the program, a name that is looked for in {@code PATH} or a path, and its arguments
 * @param environment all the variables that it gets
 * @param directory where it is started
 * @param input what it reads; empty where it shall find nothing
 * @param patience how long it may take; then its process group is killed
 * @param room how many bytes of each of its outputs are kept: half of them from the beginning and
 *     half from the end
 */
public record Start(
    List<String> argv,
    Map<String, String> environment,
    Path directory,
    String input,
    Duration patience,
    int room) {
  /** Keeps its own copies. */
  public Start {
    argv = List.copyOf(argv);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("there is no program to start");
    }
  }

  /** Leaves out values: some of them may be secrets. */
  @Override
  public String toString() {
    return argv + " in " + directory;
  }
}
