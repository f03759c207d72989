package dev.rollback.adapter.host.exec;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.host.machine.Command;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.Quoting;
import dev.rollback.adapter.host.machine.Words;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.process.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the programs of a step are started: what all of them have in common.
 *
 * @param shell whether a shell runs them; then each is one text
 */
record Launch(
    boolean shell,
    Map<String, String> environment,
    Map<String, SecretRef> secrets,
    Optional<String> directory,
    Duration timeout) {
  private static final String SHELL = "/bin/sh";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Refuses what no machine could start. */
  Launch {
    for (var name : List.of(environment.keySet(), secrets.keySet())) {
      name.stream()
          .filter(n -> !VARIABLE.matcher(n).matches())
          .findFirst()
          .ifPresent(
              n -> {
                throw new IllegalArgumentException("'" + n + "' cannot be the name of a variable");
              });
    }
    if (environment.keySet().stream().anyMatch(secrets::containsKey)) {
      throw new IllegalArgumentException("a variable stands in `environment` and in `secrets`");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("`timeout` is " + timeout + "; it can be up to PT12H");
    }
  }

  /**
   * Refuses a command that is none.
   *
   * @param key where it is written
   */
  void check(String key, List<String> command) {
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new IllegalArgumentException("`" + key + "` names no program");
    }
    if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("`" + key + "` has a null character");
    }
    if (shell && command.size() != 1) {
      throw new IllegalArgumentException(
          "with `shell: true`, `%s` is one text, and here are %d".formatted(key, command.size()));
    }
  }

  private List<String> argv(List<String> command) {
    if (!shell) {
      return command;
    }
    return List.of(SHELL, "-c", command.getFirst());
  }

  /** The same in no more time than that. */
  Launch within(Duration patience) {
    return new Launch(
        shell,
        environment,
        secrets,
        directory,
        patience.compareTo(timeout) < 0 ? patience : timeout);
  }

  /** What stands in plans and messages for it. */
  String typed(List<String> command) {
    return shell ? command.getFirst() : Quoting.typed(command);
  }

  /** The circumstances in which it is started, in words. */
  String circumstances() {
    var said = new ArrayList<String>();
    if (shell) {
      said.add("by " + SHELL);
    }
    directory.ifPresent(d -> said.add("in " + d));
    environment.forEach(
        (name, value) -> said.add("with " + name + "=" + Quoting.typed(List.of(value))));
    secrets.forEach((name, value) -> said.add("with " + name + " from a secret"));
    said.add("at most " + timeout.toString().substring(2).toLowerCase(java.util.Locale.ROOT));
    return String.join(", ", said);
  }

  /**
   * One of the programs, ready to be run.
   *
   * @throws dev.rollback.diagnostic.SystemException without any effect, when a secret cannot be
   *     read
   */
  Command command(List<String> command, HostReader system) {
    var values = new LinkedHashMap<String, Sensitive>();
    secrets.forEach((name, reference) -> values.put(name, system.secret(reference)));
    return command(argv(command), values, timeout);
  }

  private Command command(List<String> argv, Map<String, Sensitive> values, Duration patience) {
    return new Command(argv, environment, values, List.of(), directory, patience);
  }

  /** What the programs need, each where it is used. */
  List<Requirement<HostReader>> requirements(Map<List<String>, Requirement.Use> commands) {
    var needed = new ArrayList<Requirement<HostReader>>();
    commands.forEach(
        (command, use) -> {
          var program = argv(command).getFirst();
          needed.add(new Requirement<>("the program " + program, use, s -> find(program, s)));
        });
    secrets.forEach(
        (name, reference) ->
            needed.add(
                Requirement.both(
                    "the secret for " + name,
                    system -> {
                      system.secret(reference);
                      return new Finding.Met();
                    })));
    return needed;
  }

  private Finding find(String program, HostReader system) {
    var argv = Command.finding(program);
    return system.look(command(argv, Map.of(), system.timeout())).with(0)
        ? new Finding.Met()
        : new Finding.Missing(
            "there is no program " + program + " on " + system.address(),
            "Install it there, or give its whole path.");
  }

  /** How a program ended, in words: its exit code and the last lines that it printed. */
  static String told(Ended ended) {
    var lines = Words.lines(ended.out()).size() + Words.lines(ended.err()).size();
    var printed = ended.with(0) ? Words.results(ended) : Words.printed(ended);
    var left = ended.out().left() + ended.err().left();
    return "exit code %d after %s%s%s"
        .formatted(
            ended.exit(),
            seconds(ended.took()),
            lines > 5 ? ", the last of %,d lines".formatted(lines) : "",
            (left > 0 ? " (%,d bytes were not kept)".formatted(left) : "") + printed);
  }

  private static String seconds(Duration took) {
    return String.format(java.util.Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }

  static String codes(List<Integer> codes) {
    return codes.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }
}
