package dev.rollback.cli;

import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.UserException;
import dev.rollback.report.CatalogJson;
import dev.rollback.report.CatalogText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The reference of actions and checks. */
@Command(name = "actions", description = "The reference: every action and check, or one of them.")
final class ActionsCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Known.StepNames.class,
      description = "An action or a check.")
  private @Nullable String name;

  ActionsCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var catalog = workspace().catalog();
    if (name == null) {
      output().text(CatalogText.list(catalog, output().layout()));
      output().answer().show(Kind.ACTIONS, () -> CatalogJson.of(catalog));
      return ExitCode.OK;
    }
    var wanted = name;
    var entry =
        catalog
            .find(wanted)
            .orElseThrow(
                () ->
                    new UserException(
                        "there is no action or check '" + wanted + "'",
                        DidYouMean.among(
                                wanted,
                                catalog.entries().stream().map(e -> e.type().name()).toList())
                            .map(meant -> "Did you mean '" + meant + "'?")
                            .orElse("`rollback actions` lists them all.")));
    output().text(CatalogText.page(entry.type(), output().layout()));
    output().answer().show(Kind.ACTION, () -> CatalogJson.of(entry.type()));
    return ExitCode.OK;
  }
}
