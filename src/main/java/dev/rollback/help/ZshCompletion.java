package dev.rollback.help;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for zsh: a function for each command, in the words of its {@code _arguments}. */
final class ZshCompletion {
  private static final String MACHINERY =
      """
      #compdef rollback
      # zsh completion for rollback, made by `rollback completion zsh`.

      _rollback_ask() {
        local line
        local -a found
        for line in ${(f)"$("${_rollback_program/#\\~/$HOME}" %s "$1" "${(@)_rollback_words}" 2>/dev/null </dev/null)"}; do
          found+=("${${line%%%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
        done
        _describe -V -t "$1" "$1" found
      }

      """
          .formatted(Completion.ASK);

  /** Found by itself in $fpath, or sourced. */
  private static final String END =
      """
      _rollback() {
        local _rollback_program=$words[1]
        local -a _rollback_words=("${(@)words[2,CURRENT-1]}")
        _rollback_at_rollback
      }

      if [[ $funcstack[1] == _rollback ]]; then
        _rollback "$@"
      else
        compdef _rollback rollback
      fi
      """;

  private ZshCompletion() {}

  static String of(CommandSpec root) {
    return MACHINERY
        + Grammar.commands(root).stream()
            .map(ZshCompletion::function)
            .collect(Collectors.joining("\n"))
        + "\n"
        + END;
  }

  private static String function(CommandSpec spec) {
    var subcommands = Grammar.subcommands(spec);
    return name(spec)
        + "() {\n"
        + (subcommands.isEmpty()
            ? "  _arguments -S" + lines(specs(spec)) + "\n"
            : group(spec, subcommands))
        + "}\n";
  }

  private static String group(CommandSpec spec, List<CommandSpec> subcommands) {
    var specs = new ArrayList<>(specs(spec));
    specs.add("'1: :->command'");
    specs.add("'*:: :->rest'");
    var menu =
        subcommands.stream()
            .map(
                s ->
                    "        "
                        + Completion.quoted(
                            s.name() + ":" + Grammar.summary(s.usageMessage().description())))
            .collect(Collectors.joining("\n"));
    var calls =
        subcommands.stream()
            .map(s -> "        %s) %s ;;".formatted(s.name(), name(s)))
            .collect(Collectors.joining("\n"));
    return """
      local context state state_descr line
      typeset -A opt_args
      _arguments -C -S%s && return
      case $state in
        command)
          local -a commands=(
    %s
          )
          _describe -t commands command commands
          ;;
        rest)
          case $words[1] in
    %s
          esac
          ;;
      esac
    """
        .formatted(lines(specs), menu, calls);
  }

  private static String name(CommandSpec spec) {
    return "_rollback_at_" + spec.qualifiedName("_");
  }

  private static String lines(List<String> specs) {
    return specs.stream().map(s -> " \\\n    " + s).collect(Collectors.joining());
  }

  private static List<String> specs(CommandSpec spec) {
    var arguments = Grammar.arguments(spec).stream().map(ZshCompletion::argument);
    var options = Grammar.options(spec).stream().flatMap(ZshCompletion::option);
    return Stream.concat(options, arguments).toList();
  }

  private static Stream<String> option(OptionSpec option) {
    var names = List.of(option.names());
    var repeated = option.isMultiValue() ? "*" : "(" + String.join(" ", names) + ")";
    var about = "[" + escaped(Grammar.summary(option.description())) + "]";
    return names.stream()
        .map(
            name ->
                Completion.quoted(
                    repeated
                        + name
                        + (!Grammar.takesValue(option) ? "" : name.startsWith("--") ? "=" : "+")
                        + about
                        + (Grammar.takesValue(option) ? value(option) : "")));
  }

  private static String argument(PositionalParamSpec argument) {
    var place =
        Grammar.repeats(argument)
            ? "*"
            : (argument.index().min() + 1) + (argument.arity().min() == 0 ? ":" : "");
    return Completion.quoted(place + value(argument));
  }

  private static String value(ArgSpec arg) {
    var label = ":" + escaped(arg.paramLabel()) + ":";
    return label
        + switch (Values.of(arg)) {
          case Values.Words(var words) -> "(" + String.join(" ", words) + ")";
          case Values.Ask(var what) ->
              what.orPath()
                  ? "{ _rollback_ask " + what.word() + " || _files }"
                  : "{ _rollback_ask " + what.word() + " }";
          case Values.Files _ -> "_files";
          case Values.Anything _ -> " ";
        };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }
}
