package dev.rollback.cli;

import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Topic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help on a command, a topic of the documentation, or both, where they have one name. */
@Command(
    name = "help",
    description = "Show help on a command or a topic; `rollback help topics` lists the topics.")
final class HelpCommand extends BaseCommand {
  private static final String ALL = "topics";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..*",
      completionCandidates = Known.HelpWords.class,
      description = "A topic, a command (policy explain), or topics: the list of topics.")
  private List<String> words = new ArrayList<>();

  HelpCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    var command = command();
    var topic = Topic.named(String.join(" ", words));
    command.ifPresent(c -> world().console().print(c.getUsageMessage()));
    if (words.isEmpty()) {
      output().line("What is behind it:  rollback help topics");
    } else if (words.equals(List.of(ALL))) {
      output().text(list());
    } else if (topic.isPresent()) {
      command.ifPresent(_ -> output().line(""));
      output().text(Topics.text(topic.get(), output().layout()));
    } else if (command.isEmpty()) {
      throw unknown();
    }
    return ExitCode.OK;
  }

  /** The command that the words name; without words, the whole program. */
  private Optional<CommandLine> command() {
    var found = Optional.of(spec.root().commandLine());
    for (var word : words) {
      found = found.map(c -> c.getSubcommands().get(word));
    }
    return found;
  }

  private UserException unknown() {
    var word = String.join(" ", words);
    return new UserException(
        "there is no topic and no command '" + word + "'",
        DidYouMean.among(word, known()).map(meant -> "Did you mean '" + meant + "'? ").orElse("")
            + "`rollback help topics` lists the topics, `rollback help` the commands.");
  }

  private List<String> known() {
    var known = new ArrayList<>(Topic.words());
    known.addAll(spec.root().commandLine().getSubcommands().keySet());
    known.add(ALL);
    return known;
  }

  private static String list() {
    var width = Topic.words().stream().mapToInt(String::length).max().orElse(0);
    return Arrays.stream(Topic.values())
        .map(t -> ("  %-" + width + "s  %s").formatted(t.word(), t.title()))
        .collect(
            Collectors.joining(
                "\n", "rollback help TOPIC\n\n", "\n\nOn a command: rollback help COMMAND\n"));
  }
}
