package dev.rollback.adapter.host.exec;

import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.action.TimedOneWayAction;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code exec.run}: any program, once. */
@Doc(
    "Runs a program once. Nothing is known of what it changes, so it cannot be taken back; use"
        + " exec.ensure where a command can tell whether it is done.")
public record RunProgram(
    @Doc("The program and its arguments, each as it is: no shell reads them.") List<String> command,
    @Doc("Whether /bin/sh runs it; then `command` is a list of one text, the script.")
        @Default("false")
        boolean shell,
    @Doc(
            "Variables of its environment. Besides, it gets PATH, HOME and LANG of rollback; on"
                + " another machine, what a login or the container has there.")
        Map<String, String> environment,
    @Doc("Variables whose values are secrets, by reference.") Map<String, SecretRef> secrets,
    @Doc(
            "The folder in which it starts; when missing, that of rollback.yaml, or where a login"
                + " ends.")
        Optional<String> directory,
    @Doc(
            "How long it may take; then all that it has started is killed, and its outcome is"
                + " unknown.")
        @Default("PT1M")
        Duration timeout,
    @Doc("The exit codes that mean success; when none is given, 0.") List<Integer> exitCodes,
    @Doc(
            "How much harm it can do, as its author judges: observe, reversible, disruptive,"
                + " destructive.")
        @Default("destructive")
        Risk risk,
    @Doc(
            "A command that tells whether it was done: exit code 0 says yes, 1 says no. It is asked"
                + " when nobody knows how the program ended; without it, a person is asked.")
        List<String> done)
    implements TimedOneWayAction<HostReader, HostWriter> {

  /** Refuses what no machine could start. */
  public RunProgram {
    exitCodes = exitCodes.isEmpty() ? List.of(0) : List.copyOf(exitCodes);
    var launch = new Launch(shell, environment, secrets, directory, timeout);
    launch.check("command", command);
    if (!done.isEmpty()) {
      launch.check("done", done);
    }
  }

  private Launch launch() {
    return new Launch(shell, environment, secrets, directory, timeout);
  }

  @Override
  public Target target() {
    return Target.of(shell ? "a script of /bin/sh" : "program " + command.getFirst());
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    var commands = new LinkedHashMap<List<String>, Requirement.Use>();
    commands.put(command, Requirement.Use.APPLY);
    if (!done.isEmpty()) {
      commands.put(done, Requirement.Use.APPLY);
    }
    return launch().requirements(commands);
  }

  @Override
  public String preview() {
    return "%s%n%s; success is exit code %s"
        .formatted(launch().typed(command), launch().circumstances(), Launch.codes(exitCodes));
  }

  @Override
  public String execute(HostWriter system) {
    return execute(system, _ -> {});
  }

  @Override
  public String execute(HostWriter system, Consumer<String> progress) {
    return execute(system, timeout, progress);
  }

  @Override
  public String execute(HostWriter system, Duration patience, Consumer<String> progress) {
    var ended = system.run(launch().within(patience).command(command, system), progress);
    var told = Launch.told(ended);
    if (exitCodes.contains(ended.exit())) {
      return told;
    }
    throw SystemException.unknown(
        "%s on %s ended with %s".formatted(launch().typed(command), system.address(), told),
        "Look at what it has done. `exit-codes` says which ones mean success.",
        new IOException("exit code " + ended.exit()));
  }

  @Override
  public Optional<Boolean> done(HostReader system) {
    if (done.isEmpty()) {
      return Optional.empty();
    }
    return switch (system.look(launch().command(done, system)).exit()) {
      case 0 -> Optional.of(true);
      case 1 -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
