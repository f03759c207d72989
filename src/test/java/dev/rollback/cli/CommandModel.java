package dev.rollback.cli;

import dev.rollback.console.ScriptedConsole;
import dev.rollback.diagnostic.Redactor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What the command line knows, for those who hold texts to it. */
final class CommandModel {
  private CommandModel() {}

  /** The options of a command. */
  static Set<String> options(String command) {
    var redactor = new Redactor();
    var line =
        new InProcess(
            Map.of(),
            Path.of(""),
            new ScriptedConsole(redactor),
            redactor,
            new RunningClock(),
            "none",
            new Interrupts(),
            j -> j);
    return new TreeSet<>(
        Objects.requireNonNull(line.commands().subcommands().get(command))
            .getCommandSpec()
            .optionsMap()
            .keySet());
  }
}
