package dev.rollback.cli;

import dev.rollback.report.ReportJUnit;
import dev.rollback.report.ReportJson;
import dev.rollback.report.ReportMarkdown;
import dev.rollback.report.ReportText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The incident report of a run. */
@Command(name = "report", description = "The incident report of a run, computed from its journal.")
final class ReportCommand extends BaseCommand {
  /** The forms of a report. */
  enum Format {
    /** For a terminal. */
    text,
    /** For programs. */
    json,
    /** For an issue tracker. */
    markdown,
    /** For CI. */
    junit
  }

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "text, json, markdown or junit. Default: text, or json with --output json.")
  private @Nullable Format format;

  ReportCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var journals = workspace.journals();
    var id = journals.resolve(run.text());
    var reading = journals.readIntact(id);
    var state = Recorded.intact(id, reading);
    var report = new Reports(workspace, output()).report(state, reading.head());
    var chosen = format == null ? (options().json() ? Format.json : Format.text) : format;
    world()
        .console()
        .print(
            switch (chosen) {
              case text -> ReportText.of(report, output().layout());
              case json -> Output.pretty(ReportJson.of(report));
              case markdown -> ReportMarkdown.of(report, output().layout());
              case junit -> ReportJUnit.of(report);
            });
    return Recorded.whole("the report ends", reading, output()) ? ExitCode.OK : ExitCode.REFUSED;
  }
}
