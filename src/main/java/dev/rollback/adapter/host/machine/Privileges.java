package dev.rollback.adapter.host.machine;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.util.ArrayList;
import java.util.List;

/** Whether this user may run a program with the rights of root. Asks, and runs nothing. */
public final class Privileges {
  private Privileges() {}

  /** For a program that only root may use. */
  public static Finding find(List<String> argv, HostReader system) {
    return system.sudo() ? bySudo(argv, system) : byItself(argv, system);
  }

  private static Finding bySudo(List<String> argv, HostReader system) {
    try {
      var asking = new ArrayList<>(List.of("sudo", "-n", "-l", "--"));
      asking.addAll(argv);
      var ended = look(asking, system);
      if (!ended.with(0)) {
        return new Finding.Missing(
            "sudo on %s does not let this user run `%s` without a password%s"
                .formatted(system.address(), String.join(" ", argv), Words.printed(ended)),
            granting(argv));
      }
      return asksForNoPassword(system) || isRoot(system)
          ? new Finding.Met()
          : new Finding.Warning(
              "sudo on %s lets this user run `%s`, but has rules that ask for a password."
                  .formatted(system.address(), String.join(" ", argv)),
              "See whether this one does: sudo -n -l. " + granting(argv));
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse(""));
    }
  }

  private static String granting(List<String> argv) {
    return "Have it granted there in sudoers: USER ALL=(root) NOPASSWD: %s (with the program's"
            .formatted(String.join(" ", argv))
        + " whole path).";
  }

  /** Which rule holds for a command, sudo does not tell; of none of them a password, it does. */
  private static boolean asksForNoPassword(HostReader system) {
    return Words.lines(look(List.of("sudo", "-n", "-l"), system).out()).stream()
        .filter(line -> line.startsWith("("))
        .allMatch(line -> line.contains(" NOPASSWD: ") && !line.contains(" PASSWD: "));
  }

  private static Ended look(List<String> argv, HostReader system) {
    return system.look(Command.of(argv, system.timeout()));
  }

  private static boolean isRoot(HostReader system) {
    return look(List.of("id", "-u"), system).out().text().strip().equals("0");
  }

  private static Finding byItself(List<String> argv, HostReader system) {
    return isRoot(system)
        ? new Finding.Met()
        : new Finding.Warning(
            "This user is not root on %s, and whether `%s` is allowed otherwise cannot be asked."
                .formatted(system.address(), String.join(" ", argv)),
            "Try it by hand, or set `sudo: true` in the connection.");
  }
}
