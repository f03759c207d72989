package dev.rollback.adapter.host.exec;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code exec.ensure}: a program with a check, and so an action. */
@Doc(
    "Runs a command where its check says that it is not done yet; its undo is another command. All"
        + " three must be such that they can be run again.")
public record EnsureProgram(
    @Doc("The program that does it and its arguments, each as it is: no shell reads them.")
        List<String> command,
    @Doc(
            "A command that changes nothing and tells whether it is done: exit code 0 says yes, 1"
                + " says no, any other is an error.")
        List<String> check,
    @Doc("The command that takes it back; when none is given, it cannot be undone.") @Key("undo")
        List<String> undoCommand,
    @Doc("Whether /bin/sh runs them; then each is a list of one text, a script.") @Default("false")
        boolean shell,
    @Doc(
            "Variables of their environment. Besides, they get PATH, HOME and LANG of rollback; on"
                + " another machine, what a login or the container has there.")
        Map<String, String> environment,
    @Doc("Variables whose values are secrets, by reference.") Map<String, SecretRef> secrets,
    @Doc(
            "The folder in which they start; when missing, that of rollback.yaml, or where a login"
                + " ends.")
        Optional<String> directory,
    @Doc("How long each may take; then all that it has started is killed.") @Default("PT1M")
        Duration timeout,
    @Doc(
            "How much harm it can do, as its author judges: observe, reversible, disruptive,"
                + " destructive.")
        @Default("destructive")
        Risk risk)
    implements Action<Holds, HostReader, HostWriter> {

  /** Refuses what no machine could start. */
  public EnsureProgram {
    var launch = new Launch(shell, environment, secrets, directory, timeout);
    launch.check("command", command);
    launch.check("check", check);
    if (!undoCommand.isEmpty()) {
      launch.check("undo", undoCommand);
    }
  }

  private Launch launch() {
    return new Launch(shell, environment, secrets, directory, timeout);
  }

  @Override
  public Target target() {
    var typed = launch().typed(command).lines().collect(Collectors.joining("; "));
    return Target.of("what `" + typed + "` brings about");
  }

  @Override
  public List<Requirement<HostReader>> requirements() {
    var commands = new LinkedHashMap<List<String>, Requirement.Use>();
    commands.put(command, Requirement.Use.APPLY);
    commands.put(check, Requirement.Use.BOTH);
    if (!undoCommand.isEmpty()) {
      commands.put(undoCommand, Requirement.Use.UNDO);
    }
    return launch().requirements(commands);
  }

  @Override
  public Risk risk(Holds before, Holds after) {
    return risk;
  }

  @Override
  public Trust trust() {
    return Trust.OPAQUE;
  }

  @Override
  public Undo undo() {
    return undoCommand.isEmpty()
        ? Undo.impossible("its author gives no command that takes it back")
        : Undo.RESTORE;
  }

  @Override
  public Observed<Holds> observe(HostReader system) {
    var notes = new ArrayList<String>();
    notes.add("Asks: " + launch().typed(check));
    if (!undoCommand.isEmpty()) {
      notes.add("Its undo runs: " + launch().typed(undoCommand));
    }
    notes.add("Each " + launch().circumstances() + ".");
    return new Observed<>(new Holds(holds(system)), "", notes);
  }

  private boolean holds(HostReader system) {
    var ended = system.look(launch().command(check, system));
    return switch (ended.exit()) {
      case 0 -> true;
      case 1 -> false;
      default ->
          throw SystemException.refused(
              "the check `%s` on %s says neither yes nor no: %s"
                  .formatted(launch().typed(check), system.address(), Launch.told(ended)),
              "Correct it: exit code 0 means that it is done, 1 that it is not.");
    };
  }

  @Override
  public Holds desired(Holds before) {
    return new Holds(true);
  }

  @Override
  public void write(Observed<Holds> from, Holds to, HostWriter system) {
    var argv = to.holds() ? command : undoCommand;
    var ended = system.run(launch().command(argv, system));
    // What it has done is what the check says: that is all that is known of it.
    if (!ended.with(0) && observedAfter(system) != to.holds()) {
      throw SystemException.refused(
          "%s on %s failed, and by its check nothing has changed: %s"
              .formatted(launch().typed(argv), system.address(), Launch.told(ended)),
          "Look at what it says, and run it by hand.");
    }
  }

  private boolean observedAfter(HostReader system) {
    try {
      return holds(system);
    } catch (SystemException e) {
      throw SystemException.unknown(
          "the command failed, and " + e.problem(), e.advice().orElse("Look at what it did."), e);
    }
  }

  @Override
  public Readiness ready(Holds wanted, HostReader system) {
    var ended = system.look(launch().command(check, system));
    return ended.with(wanted.holds() ? 0 : 1)
        ? new Readiness.Ready()
        : new Readiness.Waiting("its check: " + Launch.told(ended));
  }
}
