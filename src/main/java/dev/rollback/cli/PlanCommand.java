package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Asked;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The preview alone, and a plan to apply later. */
@Command(name = "plan", description = "Preview a scenario and save the plan; nothing is changed.")
final class PlanCommand extends BaseCommand {
  /** The forms of a plan. */
  enum Format {
    /** For a terminal. */
    text,
    /** For programs. */
    json,
    /** For a pull request or a chat. */
    markdown
  }

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Asked.Scenarios.class,
      description = "The scenario's name, or the path of its file.")
  private String name = "";

  @Option(names = "-o", paramLabel = "FILE", description = "Save the plan here, for `apply`.")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description =
          "text, json, or markdown for a pull request or a chat. Default: text, or json with"
              + " --output json.")
  private @Nullable Format format;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "PT4H",
      description = "How long a saved plan can be applied, such as PT30M. Default: PT4H.")
  private Duration lasts = Duration.ofHours(4);

  PlanCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    if (!lasts.isPositive()) {
      throw new UserException(
          "--expires " + lasts + " is no time to come", "Write a duration such as PT30M.");
    }
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var job = new Job(world(), workspace, session, output(), false);
      return file == null
          ? job.preview(read, options().parameters())
          : job.save(read, options().parameters(), world().directory().resolve(file), lasts);
    }
  }

  @Override
  Output.Form form() {
    var asked = super.form();
    var form =
        switch (format) {
          case null -> asked;
          case text -> Output.Form.TEXT;
          case json -> Output.Form.JSON;
          case markdown -> Output.Form.MARKDOWN;
        };
    if (asked != Output.Form.TEXT && form != asked) {
      throw new UserException(
          "--format %s and --output %s: standard output has one form"
              .formatted(format, options().form()),
          "Leave one of them out.");
    }
    return form;
  }
}
