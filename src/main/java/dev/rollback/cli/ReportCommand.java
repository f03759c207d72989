package dev.rollback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.UserException;
import dev.rollback.report.Report;
import dev.rollback.report.ReportJUnit;
import dev.rollback.report.ReportJson;
import dev.rollback.report.ReportMarkdown;
import dev.rollback.report.ReportText;
import dev.rollback.report.html.ReportHtml;
import java.nio.file.Path;
import java.util.Optional;
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
    /** For a browser: one page, complete in itself. */
    html,
    /** For CI. */
    junit
  }

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description =
          "text, json, markdown, html or junit. Default: what the name given with -o ends with,"
              + " else text, or json with --output json.")
  private @Nullable Format format;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "Write the report into this file, which must not be there yet.")
  private @Nullable Path file;

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
    write(report);
    output().answer().show(Kind.REPORT, () -> ReportJson.of(report));
    return Recorded.whole("the report ends", reading, output()) ? ExitCode.OK : ExitCode.REFUSED;
  }

  /** What is printed: a report that goes into a file is not. */
  @Override
  Output.Form form() {
    var asked = super.form();
    if (file == null && format != null && format != Format.json && asked != Output.Form.TEXT) {
      throw new UserException(
          "--format %s and --output %s: standard output has one form"
              .formatted(format, options().form()),
          "Leave one of them out, or name a file for the report: -o FILE.");
    }
    return file == null && format == Format.json && asked == Output.Form.TEXT
        ? Output.Form.JSON
        : asked;
  }

  private Format format() {
    return Optional.ofNullable(format)
        .or(() -> Optional.ofNullable(file).flatMap(ReportCommand::ending))
        .orElse(options().json() ? Format.json : Format.text);
  }

  private static Optional<Format> ending(Path file) {
    var name = file.toString();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "txt" -> Optional.of(Format.text);
      case "json" -> Optional.of(Format.json);
      case "md" -> Optional.of(Format.markdown);
      case "html" -> Optional.of(Format.html);
      case "xml" -> Optional.of(Format.junit);
      default -> Optional.empty();
    };
  }

  private String text(Report report, Format form) {
    return switch (form) {
      case text -> ReportText.of(report, output().layout());
      case json -> Output.pretty(Kind.REPORT.head().setAll((ObjectNode) ReportJson.of(report)));
      case markdown -> ReportMarkdown.of(report, output().layout());
      case html -> ReportHtml.of(report, output().layout());
      case junit -> ReportJUnit.of(report);
    };
  }

  private void write(Report report) {
    if (file != null) {
      var text = text(report, format());
      NewFile.write(world().directory().resolve(file), world().redactor().redact(text));
      output().note("Report: " + file);
    } else if (!output().forPrograms()) {
      world().console().print(text(report, format()));
    }
  }
}
