package dev.rollback.help;

import dev.rollback.diagnostic.Topic;
import dev.rollback.report.DocBlock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual: a page for each command, from the command line's own model, and one for each of the
 * two kinds of files, from the documentation.
 */
public final class ManPages {
  private static final int COMMANDS = 1;
  private static final int FILES = 5;

  private final CommandSpec root;
  private final String version;
  private final String date;
  private final Function<CommandSpec, List<Example>> examples;

  private ManPages(
      CommandSpec root,
      String version,
      String date,
      Function<CommandSpec, List<Example>> examples) {
    this.root = root;
    this.version = version;
    this.date = date;
    this.examples = examples;
  }

  /**
   * All pages, by their file below {@code share/man}.
   *
   * @param date of this version, as {@code 2026-01-31}
   */
  public static Map<String, String> of(
      CommandSpec root,
      String version,
      String date,
      Function<CommandSpec, List<Example>> examples) {
    var manual = new ManPages(root, version, date, examples);
    var pages = new TreeMap<String, String>();
    for (var command : Grammar.commands(root)) {
      pages.put("man1/" + Grammar.page(command) + ".1", manual.command(command));
    }
    pages.put(
        "man5/rollback-runbook.5",
        manual.file("rollback-runbook", "the keys of a runbook", Topic.RUNBOOK_KEYS));
    pages.put(
        "man5/rollback.yaml.5",
        manual.file("rollback.yaml", "targets, roles and policies", Topic.CONFIGURATION));
    return pages;
  }

  private Roff page(String name, int section, Topic from) {
    return new Roff(to -> Topics.linked(from, to))
        .title(new Roff.Title(name, section, date, version));
  }

  private String file(String name, String about, Topic topic) {
    var page = page(name, FILES, topic).section("Name");
    page.line(Roff.escaped(name) + " \\- " + Roff.escaped(about)).section("Description");
    var blocks = Topics.blocks(topic);
    page.blocks(blocks.subList(1, blocks.size())); // without the title
    return page.section("See also").line(also(Stream.of("rollback(1)"))).text();
  }

  private String command(CommandSpec spec) {
    var name = Grammar.page(spec);
    var page = page(name, COMMANDS, Topic.EXIT_CODES);
    page.section("Name")
        .line(
            Roff.escaped(name)
                + " \\- "
                + Roff.escaped(Grammar.summary(spec.usageMessage().description())));
    page.section("Synopsis").line(synopsis(spec));
    page.section("Description").line(page.inline(Grammar.text(spec.usageMessage().description())));
    Grammar.arguments(spec).forEach(a -> page.tagged(argument(a), Grammar.text(text(a))));
    commands(page, spec);
    options(page, spec);
    table(page, "Exit status", Topic.EXIT_CODES);
    table(page, "Environment", Topic.ENVIRONMENT);
    files(page);
    examples(page, spec);
    return page.section("See also").line(also(related(spec))).text();
  }

  private static String[] text(ArgSpec arg) {
    return Stream.of(arg.description())
        .map(d -> d.replace("${DEFAULT-VALUE}", String.valueOf(arg.defaultValue())))
        .toArray(String[]::new);
  }

  private static String synopsis(CommandSpec spec) {
    var parts = Stream.<String>builder();
    parts.add(Roff.bold(spec.qualifiedName()));
    parts.add("[" + Roff.italic("OPTION") + "]...");
    if (!Grammar.subcommands(spec).isEmpty()) {
      parts.add(Roff.italic("COMMAND"));
    }
    Grammar.arguments(spec).forEach(a -> parts.add(argument(a)));
    return parts.build().collect(Collectors.joining(" "));
  }

  private static String argument(PositionalParamSpec argument) {
    var label = Roff.italic(argument.paramLabel()) + (Grammar.repeats(argument) ? "..." : "");
    return argument.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private static void commands(Roff page, CommandSpec spec) {
    var commands = Grammar.subcommands(spec);
    if (!commands.isEmpty()) {
      page.section("Commands");
      commands.forEach(
          c ->
              page.tagged(
                  Roff.bold(Grammar.page(c) + "(1)"),
                  Grammar.text(c.usageMessage().description())));
    }
  }

  /** Its own ones first; those of every command after them. */
  private void options(Roff page, CommandSpec spec) {
    var common =
        Grammar.options(spec).stream().filter(o -> root.findOption(o.longestName()) != null);
    var own = Grammar.options(spec).stream().filter(o -> root.findOption(o.longestName()) == null);
    var options = own.toList();
    if (!options.isEmpty()) {
      page.section("Options");
      options.forEach(o -> option(page, o));
    }
    page.section(options.isEmpty() ? "Options" : "Options of every command");
    common.forEach(o -> option(page, o));
  }

  private static void option(Roff page, OptionSpec option) {
    var value = Roff.italic(option.paramLabel());
    page.tagged(
        Stream.of(option.names())
            .map(
                n ->
                    Roff.bold(n)
                        + (!Grammar.takesValue(option)
                            ? ""
                            : (n.startsWith("--") ? "=" : " ") + value))
            .collect(Collectors.joining(", ")),
        Grammar.text(text(option)));
  }

  private static void table(Roff page, String heading, Topic topic) {
    page.section(heading)
        .blocks(Topics.blocks(topic).stream().filter(DocBlock.Table.class::isInstance).toList());
  }

  private static void files(Roff page) {
    page.section("Files")
        .tagged(Roff.italic("rollback.yaml"), "The configuration: see `rollback.yaml(5)`.")
        .tagged(Roff.italic("runbooks/NAME.yaml"), "A scenario: see `rollback-runbook(5)`.")
        .tagged(
            Roff.italic("$XDG_STATE_HOME/rollback/runs/RUN/"),
            "The record of a run (`~/.local/state/rollback/runs/RUN/` where the variable is not"
                + " set):")
        .request(".RS");
    page.blocks(
            Topics.blocks(Topic.EVIDENCE).stream()
                .filter(DocBlock.Table.class::isInstance)
                .toList())
        .request(".RE");
  }

  private void examples(Roff page, CommandSpec spec) {
    var all = examples.apply(spec);
    if (!all.isEmpty()) {
      page.section("Examples");
      all.forEach(
          e -> {
            page.paragraph(e.what() + ":");
            page.lines(e.line());
          });
    }
  }

  private static Stream<String> related(CommandSpec spec) {
    var around =
        spec.parent() == null
            ? Stream.<CommandSpec>empty()
            : Stream.concat(
                Stream.of(spec.parent()),
                Grammar.subcommands(spec.parent()).stream()
                    .filter(s -> spec.parent().parent() != null && !s.name().equals(spec.name())));
    return Stream.concat(
        Stream.concat(around, Grammar.subcommands(spec).stream()).map(s -> Grammar.page(s) + "(1)"),
        Stream.of("rollback-runbook(5)", "rollback.yaml(5)"));
  }

  private static String also(Stream<String> pages) {
    return pages.map(Roff::bold).collect(Collectors.joining(", "))
        + "; "
        + Roff.bold("rollback help topics");
  }
}
