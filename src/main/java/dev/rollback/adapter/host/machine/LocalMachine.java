package dev.rollback.adapter.host.machine;

import dev.rollback.process.Ended;
import dev.rollback.process.Programs;
import dev.rollback.process.Start;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** This machine. */
final class LocalMachine implements Machine {
  private static final List<String> ALWAYS = List.of("PATH", "HOME", "LANG");

  private final Map<String, String> environment;
  private final Path directory;

  /**
   * This machine, as its user sees it.
   *
   * @param environment of this process
   * @param directory where programs start that say nothing else, and relative folders
   */
  LocalMachine(Map<String, String> environment, Path directory) {
    this.environment = environment;
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public String address() {
    return "this machine";
  }

  @Override
  public Ended run(Command command, Consumer<String> lines) {
    var variables = new LinkedHashMap<String, String>();
    Stream.concat(ALWAYS.stream(), command.handedOn().stream())
        .filter(environment::containsKey)
        .forEach(name -> variables.put(name, environment.getOrDefault(name, "")));
    variables.putAll(command.variables());
    var masking = new Masking(command);
    var start =
        new Start(
            command.argv(),
            variables,
            command.directory().map(directory::resolve).orElse(directory),
            "",
            command.patience(),
            ROOM);
    var ended = masking.masked(Programs.run(start, masking.masked(lines)));
    return ended.cut().isEmpty() ? ended : Interruption.raise(ended, command, address(), "");
  }
}
