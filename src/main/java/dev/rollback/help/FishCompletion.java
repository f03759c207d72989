package dev.rollback.help;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish: a line for each option and each subcommand, where its command stands. */
final class FishCompletion {
  private static final String MACHINERY =
      """
      # fish completion for rollback, made by `rollback completion fish`.

      function __rollback_at --description 'Whether this command is being written'
          set -l words (commandline -opc)
          set -l at rollback
          set -l value no
          for word in $words[2..-1]
              if test $value = yes
                  set value no
              else if string match -q -- '-*' $word
                  contains -- $word (__rollback_valued $at); and set value yes
              else if contains -- $word (__rollback_subcommands $at)
                  set at "$at $word"
              end
          end
          test "$at" = "$argv[1]"
      end

      function __rollback_ask
          set -l words (commandline -opc)
          command $words[1] %s $argv[1] $words[2..-1] 2>/dev/null </dev/null
      end

      complete -c rollback -e
      complete -c rollback -f

      """
          .formatted(Completion.ASK);

  private FishCompletion() {}

  static String of(CommandSpec root) {
    var commands = Grammar.commands(root);
    return table("__rollback_subcommands", commands, s -> Grammar.names(Grammar.subcommands(s)))
        + table("__rollback_valued", commands, s -> Grammar.names(s, true))
        + MACHINERY
        + commands.stream()
            .flatMap(FishCompletion::lines)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  /** What a function answers for a command. */
  @FunctionalInterface
  private interface Column {
    List<String> of(CommandSpec spec);
  }

  private static String table(String function, List<CommandSpec> commands, Column column) {
    return commands.stream()
        .filter(s -> !column.of(s).isEmpty())
        .map(
            s ->
                "        case '%s'\n            printf '%%s\\n' %s\n"
                    .formatted(s.qualifiedName(), String.join(" ", column.of(s))))
        .collect(
            Collectors.joining(
                "", "function " + function + "\n    switch \"$argv\"\n", "    end\nend\n\n"));
  }

  private static Stream<String> lines(CommandSpec spec) {
    var at = "complete -c rollback -n '__rollback_at \"" + spec.qualifiedName() + "\"'";
    var lines = new ArrayList<String>();
    Grammar.subcommands(spec)
        .forEach(s -> lines.add(at + " -a " + s.name() + about(s.usageMessage().description())));
    Grammar.options(spec).forEach(o -> lines.add(at + option(o)));
    Grammar.arguments(spec).stream()
        .map(a -> values(Values.of(a)))
        .filter(v -> !v.isEmpty())
        .forEach(v -> lines.add(at + v));
    return lines.stream();
  }

  private static String option(OptionSpec option) {
    var names =
        Stream.of(option.names())
            .map(n -> n.startsWith("--") ? " -l " + n.substring(2) : " -s " + n.substring(1))
            .collect(Collectors.joining());
    return names
        + (Grammar.takesValue(option) ? " -r" + values(Values.of(option)) : "")
        + about(option.description());
  }

  private static String about(String... description) {
    return " -d " + quoted(Grammar.summary(description));
  }

  private static String values(Values values) {
    return switch (values) {
      case Values.Words(var words) -> " -a " + quoted(String.join(" ", words));
      case Values.Ask(var what) ->
          (what.orPath() ? " -F" : "") + " -a '(__rollback_ask " + what.word() + ")'";
      case Values.Files _ -> " -F";
      case Values.Anything _ -> "";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
