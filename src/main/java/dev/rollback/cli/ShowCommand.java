package dev.rollback.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.report.ScenarioText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A scenario as it is written, for reading before the incident. */
@Command(name = "show", description = "Show what a scenario consists of; no connection.")
final class ShowCommand extends BaseCommand {
  @Parameters(paramLabel = "NAME", description = "The scenario's name, or the path of its file.")
  private String name = "";

  ShowCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var read = workspace().read(name).orThrow();
    output().text(ScenarioText.of(read.scenario(), output().layout()));
    output()
        .document(
            JsonNodeFactory.instance
                .objectNode()
                .put("scenario", read.scenario().scenario().value())
                .put("title", read.scenario().title())
                .put("file", read.source().name())
                .put("text", read.source().text()));
    return ExitCode.OK;
  }
}
