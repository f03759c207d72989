package dev.rollback.cli;

import dev.rollback.help.Asked;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {
  /** When to use colours. */
  enum Colour {
    /** At a terminal that has not asked for none. */
    auto,
    /** Always. */
    always,
    /** Never. */
    never
  }

  @Option(
      names = "--target",
      paramLabel = "NAME",
      completionCandidates = Asked.Targets.class,
      description = "The target of rollback.yaml; may be left out when there is only one.")
  private @Nullable String target;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration. Default: $ROLLBACK_CONFIG, then rollback.yaml in this directory, then"
              + " rollback/rollback.yaml in the XDG configuration directory.")
  private @Nullable Path config;

  @Option(
      names = "--runbooks",
      paramLabel = "DIR",
      description = "Where the runbooks are. Default: $ROLLBACK_RUNBOOKS, then ./runbooks.")
  private @Nullable Path runbooks;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "The value of a parameter of the runbook; may be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputChoice.Converter.class,
      completionCandidates = OutputChoice.Words.class,
      description =
          "What is printed: text; json, one document; or jsonl, an object a line, as it happens."
              + " Default: text. KIND=FILE also writes a file, where the command says so; may be"
              + " repeated.")
  private List<OutputChoice> outputs = new ArrayList<>();

  @Option(
      names = "--no-input",
      description = "Ask nothing, even at a terminal: what would be asked ends with exit code 4.")
  private boolean noInput;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never. Default: auto, which heeds NO_COLOR.")
  private Colour colour = Colour.auto;

  @Option(
      names = "--no-live",
      description =
          "No live view below the lines of a run, even at a terminal; for a screen reader, set"
              + " ROLLBACK_NO_LIVE=1 once for all commands.")
  private boolean noLive;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "Show on standard error what the program does and warns of; -vv also what is for whoever"
              + " looks for a bug. A run writes that into its own log at any rate.")
  private boolean[] verbose = {};

  /** Whether a run that goes on may be shown by more than lines. */
  boolean live(Map<String, String> environment) {
    return !noLive && environment.getOrDefault("ROLLBACK_NO_LIVE", "").isEmpty();
  }

  /** How often {@code -v} was given. */
  int verbosity() {
    return verbose.length;
  }

  boolean noInput() {
    return noInput;
  }

  Colour colour() {
    return colour;
  }

  Optional<String> target() {
    return Optional.ofNullable(target);
  }

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  Optional<Path> runbooks() {
    return Optional.ofNullable(runbooks);
  }

  Map<String, String> parameters() {
    return parameters;
  }

  /**
   * What is printed.
   *
   * @throws dev.rollback.diagnostic.UserException when the command line says two things
   */
  OutputChoice.Form form() {
    return OutputChoice.printed(outputs);
  }

  /**
   * The files that are written besides, by their kind.
   *
   * @param known the kinds that the command can write
   * @throws dev.rollback.diagnostic.UserException when the command line names another
   */
  Map<String, Path> files(Set<String> known) {
    return OutputChoice.saved(outputs, known);
  }

  boolean json() {
    return form() == OutputChoice.Form.json;
  }
}
