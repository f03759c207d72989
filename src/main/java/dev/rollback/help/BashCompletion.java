package dev.rollback.help;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion for bash. The grammar is in two functions of the script, so that only values that are
 * {@link Asked} start the program.
 */
final class BashCompletion {
  /** What is offered is never evaluated: names of files and targets may have anything in them. */
  private static final String MACHINERY =
      """
      # bash completion for rollback, made by `rollback completion bash`.

      _rollback_offer() {
        local word
        for word in "$@"; do
          [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
        done
      }

      _rollback_files() {
        compopt -o filenames 2>/dev/null
        local word
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
      }

      _rollback_ask() {
        local word rest
        while IFS=$'\\t' read -r word rest; do
          [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf %%q "$word")")
        done < <("${program/#\\~/$HOME}" %1$s "$1" "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null </dev/null)
      }

      _rollback() {
        local program=$1 cur=${COMP_WORDS[COMP_CWORD]} at=rollback option='' number=1 i word
        local subcommands flags valued
        COMPREPLY=()
        for ((i = 1; i < COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          _rollback_grammar "$at"
          if [[ $word == '=' ]]; then
            :
          elif [[ -n $option ]]; then
            option=''
          elif [[ $word == -* ]]; then
            [[ " $valued " != *" $word "* ]] || option=$word
          elif [[ " $subcommands " == *" $word "* ]]; then
            at="$at $word"
          else
            ((number++))
          fi
        done
        [[ $cur != '=' ]] || cur=''
        _rollback_grammar "$at"
        if [[ -n $option ]]; then
          _rollback_values "$at" "$option"
        elif [[ $cur == -* ]]; then
          # shellcheck disable=SC2086 # words
          _rollback_offer $flags $valued
        elif [[ -n $subcommands ]]; then
          # shellcheck disable=SC2086 # words
          _rollback_offer $subcommands
        else
          _rollback_values "$at" "$number"
        fi
      }

      """
          .formatted(Completion.ASK);

  private BashCompletion() {}

  static String of(CommandSpec root) {
    var commands = Grammar.commands(root);
    return MACHINERY
        + commands.stream()
            .map(BashCompletion::grammar)
            .collect(
                Collectors.joining(
                    "",
                    "_rollback_grammar() {\n  subcommands='' flags='' valued=''\n  case $1 in\n",
                    "  esac\n}\n\n"))
        + commands.stream()
            .flatMap(BashCompletion::values)
            .collect(
                Collectors.joining(
                    "", "_rollback_values() {\n  case \"$1 $2\" in\n", "  esac\n}\n\n"))
        + "complete -o nosort -F _rollback rollback 2>/dev/null || complete -F _rollback"
        + " rollback\n";
  }

  private static String grammar(CommandSpec spec) {
    return "    '%s')\n      subcommands='%s'\n      flags='%s'\n      valued='%s'\n      ;;\n"
        .formatted(
            spec.qualifiedName(),
            String.join(" ", Grammar.names(Grammar.subcommands(spec))),
            String.join(" ", Grammar.names(spec, false)),
            String.join(" ", Grammar.names(spec, true)));
  }

  private static Stream<String> values(CommandSpec spec) {
    var options =
        Grammar.options(spec).stream()
            .filter(Grammar::takesValue)
            .flatMap(
                o ->
                    Stream.of(o.names()).map(name -> branch(spec, "'" + name + "'", Values.of(o))));
    var arguments =
        Grammar.arguments(spec).stream().map(a -> branch(spec, number(a), Values.of(a)));
    return Stream.concat(options, arguments).filter(b -> !b.isEmpty());
  }

  private static String number(PositionalParamSpec argument) {
    return Grammar.repeats(argument) ? "*" : String.valueOf(argument.index().min() + 1);
  }

  private static String branch(CommandSpec spec, String place, Values values) {
    var does =
        switch (values) {
          case Values.Words(var words) ->
              "_rollback_offer "
                  + words.stream().map(Completion::quoted).collect(Collectors.joining(" "));
          case Values.Ask(var what) ->
              "_rollback_ask "
                  + what.word()
                  + (what.orPath() ? "; ((${#COMPREPLY[@]})) || _rollback_files" : "");
          case Values.Files _ -> "_rollback_files";
          case Values.Anything _ -> "";
        };
    return does.isEmpty()
        ? ""
        : "    '%s '%s) %s ;;\n".formatted(spec.qualifiedName(), place, does);
  }
}
