package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.Sensitive;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to be run on a machine; no shell reads its arguments.
 *
 * @param argv the program and its arguments
 * @param environment variables besides those that every program there gets
 * @param secrets the same, of values that may be shown nowhere
 * @param handedOn variables of this process that it gets too, where they are set and it runs on
 *     this machine, besides {@code PATH}, {@code HOME} and {@code LANG}
 * @param directory where it is started; empty for where the machine starts programs
 * @param patience how long it may take; then all that it has started is killed
 */
public record Command(
    List<String> argv,
    Map<String, String> environment,
    Map<String, Sensitive> secrets,
    List<String> handedOn,
    Optional<String> directory,
    Duration patience) {

  /** Keeps its own copies. */
  public Command {
    argv = List.copyOf(argv);
    handedOn = List.copyOf(handedOn);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
  }

  /** A program whose words are parsed: it speaks the language of machines. */
  public static Command of(List<String> argv, Duration patience) {
    return new Command(
        argv, Map.of("LC_ALL", "C"), Map.of(), List.of(), Optional.empty(), patience);
  }

  /** A command that ends with 0 where there is such a program, and with another code elsewhere. */
  public static List<String> finding(String program) {
    return List.of("/bin/sh", "-c", Script.find("\"$1\""), "sh", program);
  }

  /** The program's name. */
  public String program() {
    return argv.getFirst();
  }

  /** All the variables that are set for it, secrets among them: for whoever starts it. */
  Map<String, String> variables() {
    var all = new LinkedHashMap<>(environment);
    secrets.forEach((name, value) -> all.put(name, value.reveal()));
    return all;
  }
}
