package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Asked;
import dev.rollback.report.CommandJson;
import dev.rollback.report.ScenarioText;
import dev.rollback.shape.Codec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A scenario as it is written, for reading before the incident; or a saved plan. */
@Command(
    name = "show",
    description = "Show what a scenario consists of, or what a saved plan holds; no connection.")
final class ShowCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Asked.Scenarios.class,
      description =
          "The scenario's name, the path of its file, the path of a saved plan; or, with --plan, a"
              + " run.")
  private String name = "";

  @Option(
      names = "--plan",
      description = "Show the plan of a run: NAME is the run's id, the beginning of it, or latest.")
  private boolean planOfRun;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "With --plan: also save the plan here, for those who are to approve it.")
  private @Nullable Path file;

  ShowCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    if (planOfRun) {
      return run();
    }
    if (file != null) {
      throw new UserException(
          "-o saves the plan of a run, and none is named", "Write: show RUN --plan -o FILE.");
    }
    var path = world().directory().resolve(name);
    if (PlanFile.isMeantBy(path)) {
      new PlanFileView(world(), workspace(), output()).show(PlanFile.read(path));
      return ExitCode.OK;
    }
    return scenario();
  }

  private ExitCode run() {
    var journals = workspace().journals();
    var id = journals.resolve(name);
    var state = Recorded.state(journals, id);
    var plan = PlanFile.ofRun(state.plan(), state.started().digest(), id);
    new PlanFileView(world(), workspace(), output()).show(plan);
    if (file != null) {
      plan.write(world().directory().resolve(file), world().redactor());
      output().note("Saved. Whoever is to approve it: rollback approve " + file);
    }
    return ExitCode.OK;
  }

  private ExitCode scenario() {
    var read = workspace().read(name).orThrow();
    output().text(ScenarioText.of(read.scenario(), output().layout()));
    output()
        .answer()
        .show(
            Kind.SOURCE,
            () ->
                Codec.of(CommandJson.Source.class)
                    .encode(
                        new CommandJson.Source(
                            read.scenario().scenario().value(),
                            read.scenario().title(),
                            read.source().name(),
                            read.source().text())));
    return ExitCode.OK;
  }
}
