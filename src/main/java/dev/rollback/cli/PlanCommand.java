package dev.rollback.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The preview alone, and a plan to apply later. */
@Command(name = "plan", description = "Preview a scenario and save the plan; nothing is changed.")
final class PlanCommand extends BaseCommand {
  @Parameters(paramLabel = "NAME", description = "The scenario's name, or the path of its file.")
  private String name = "";

  @Option(names = "-o", paramLabel = "FILE", description = "Save the plan here, for `apply`.")
  private @Nullable Path file;

  PlanCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var read = workspace.read(name).orThrow();
    try (var session = workspace.session()) {
      var job = new Job(world(), workspace, session, output(), false);
      return file == null
          ? job.preview(read, options().parameters())
          : job.save(read, options().parameters(), world().directory().resolve(file));
    }
  }
}
