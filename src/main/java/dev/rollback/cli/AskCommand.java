package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Asked;
import dev.rollback.help.Completion;
import dev.rollback.journal.RunSummary;
import dev.rollback.run.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Answers a shell that completes a command line: a value on each line, a tab, and what it is. It
 * reads files of this machine alone. What cannot be read is not offered: a shell has no place to
 * say why, and the command itself will.
 */
@Command(name = Completion.ASK, hidden = true, description = "Answer a shell that completes.")
final class AskCommand extends BaseCommand {
  /** More are no help in a menu. */
  private static final int NEWEST = 50;

  private static final List<String> PLACES = List.of("--config", "--runbooks");

  @Parameters(index = "0", paramLabel = "KIND", description = "scenarios, runs or targets.")
  private String kind = "";

  /** The command line that is being written: words, of which the last may want a value. */
  @Parameters(index = "1..*", arity = "0..*", paramLabel = "WORD", description = "What it is.")
  private List<String> words = new ArrayList<>();

  AskCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    try {
      answer(Asked.valueOf(kind.toUpperCase(Locale.ROOT))).forEach(output()::line);
      return ExitCode.OK;
    } catch (IllegalArgumentException | UserException | SystemException e) {
      return ExitCode.USAGE;
    }
  }

  /** The files that the command line names; the rest of it may be half written, and is not read. */
  private Workspace there() {
    var named = new ArrayList<String>();
    for (var i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (PLACES.stream().anyMatch(place -> word.startsWith(place + "="))) {
        named.add(word);
      } else if (PLACES.contains(word)) {
        // Bash takes a = for a word of its own.
        value(i + 1).ifPresent(value -> named.add(word + "=" + value));
      }
    }
    var options = CommandLine.populateCommand(new CommonOptions(), named.toArray(String[]::new));
    return new Workspace(world(), options);
  }

  private Optional<String> value(int at) {
    return words.stream().skip(at).limit(2).filter(word -> !word.equals("=")).findFirst();
  }

  private Stream<String> answer(Asked what) {
    var workspace = there();
    return switch (what) {
      case SCENARIOS -> workspace.all().stream().map(this::scenario);
      case TARGETS ->
          workspace.configured().configuration().targets().keySet().stream().map(t -> t + "\t");
      case RUNS -> runs(workspace);
    };
  }

  /** Its title is looked for, not parsed: a runbook with errors in it is offered as well. */
  private String scenario(Path file) {
    try (Stream<String> lines = Files.lines(world().directory().resolve(file))) {
      var title =
          lines.filter(l -> l.startsWith("title:")).findFirst().orElse("title:").substring(6);
      return Workspace.name(file) + "\t" + title.strip();
    } catch (IOException | UncheckedIOException e) {
      return Workspace.name(file) + "\t";
    }
  }

  private Stream<String> runs(Workspace workspace) {
    return workspace.journals().list().stream()
        .sorted(Comparator.comparing(RunSummary::run).reversed())
        .limit(NEWEST)
        .map(
            summary ->
                summary.run()
                    + "\t"
                    + summary
                        .first()
                        .map(e -> e.event())
                        .filter(RunEvent.RunStarted.class::isInstance)
                        .map(RunEvent.RunStarted.class::cast)
                        .map(s -> s.plan().scenario() + " on " + s.plan().target())
                        .orElse(""));
  }
}
