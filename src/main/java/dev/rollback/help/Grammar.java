package dev.rollback.help;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the command line can say, without what is hidden: for pages and completion alike. */
final class Grammar {
  private Grammar() {}

  /** A command and all below it, each before its own subcommands. */
  static List<CommandSpec> commands(CommandSpec root) {
    var all = new ArrayList<CommandSpec>();
    all.add(root);
    subcommands(root).forEach(sub -> all.addAll(commands(sub)));
    return all;
  }

  static List<CommandSpec> subcommands(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(s -> !s.usageMessage().hidden())
        .toList();
  }

  static List<String> names(List<CommandSpec> commands) {
    return commands.stream().map(CommandSpec::name).toList();
  }

  static List<OptionSpec> options(CommandSpec spec) {
    return spec.options().stream().filter(o -> !o.hidden()).toList();
  }

  static List<PositionalParamSpec> arguments(CommandSpec spec) {
    return spec.positionalParameters().stream().filter(p -> !p.hidden()).toList();
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  /** The names of those options that take a value, or of those that take none. */
  static List<String> names(CommandSpec spec, boolean valued) {
    return options(spec).stream()
        .filter(o -> takesValue(o) == valued)
        .flatMap(o -> Stream.of(o.names()))
        .toList();
  }

  /** Whether the argument is the last one, and may be repeated. */
  static boolean repeats(PositionalParamSpec argument) {
    return argument.index().isVariable() || argument.index().max() == Integer.MAX_VALUE;
  }

  /** All that is said of it, in one line. */
  static String text(String... description) {
    return String.join(" ", Arrays.asList(description)).replace("%%", "%").strip();
  }

  /** The first sentence, for a column of a menu. */
  static String summary(String... description) {
    var text = text(description);
    var end = text.indexOf(". ");
    var first = end < 0 ? text : text.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  /** The name of the command's page: {@code rollback-policy-explain}. */
  static String page(CommandSpec spec) {
    return spec.qualifiedName("-").toLowerCase(Locale.ROOT);
  }
}
