package dev.rollback.cli;

import dev.rollback.help.Asked;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {
  /** The forms of output. */
  enum Output {
    /** For people. */
    text,
    /** One document for programs. */
    json
  }

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
      defaultValue = "text",
      description = "text or json (one document on standard output). Default: text.")
  private Output output = Output.text;

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

  boolean json() {
    return output == Output.json;
  }
}
