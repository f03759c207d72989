package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.help.Asked;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.LineDiffText;
import dev.rollback.report.PinsText;
import dev.rollback.target.PinEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a target's systems what they are, and writes that into rollback.yaml. */
@Command(
    name = "pin",
    description =
        "Ask a target's systems what they are, and write it into rollback.yaml: from then on"
            + " another system at the same address is refused.")
final class TargetPinCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Asked.Targets.class,
      description = "The target; may be left out when there is only one.")
  private @Nullable String name;

  @Option(
      names = "--connection",
      paramLabel = "SYSTEM",
      description = "Only this system of it: redis, redis.sessions; may be repeated.")
  private List<String> only = List.of();

  @Option(names = "--replace", description = "Also where another system is pinned already.")
  private boolean replace;

  @Option(names = "--dry-run", description = "Show what would be written, and write nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask whether to write it.")
  private boolean yes;

  TargetPinCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var configured = workspace.configured();
    var target = Optional.ofNullable(name).orElseGet(() -> workspace.target(configured));
    var rows = new LivePins(workspace, configured, target, only).read();
    output().text(PinsText.of(target, rows, output().layout()));
    if (!replace) {
      refuseOthers(target, rows);
    }
    var pins = toWrite(rows);
    if (pins.isEmpty()) {
      output().line("Nothing to write.");
      show(PinsText.json(target, configured.file().toString(), false, rows));
      return ExitCode.OK;
    }
    var text =
        new PinEdit(configured.source(), configured.configuration(), configured.catalog())
            .with(target, pins);
    output().line("");
    output()
        .text(
            LineDiffText.of(
                configured.file().toString(), configured.source().text(), text, output().layout()));
    if (!dryRun) {
      confirm(configured);
      ConfigurationFile.write(configured, text);
    }
    output().line(dryRun ? "Nothing was written." : "Written.");
    show(PinsText.json(target, configured.file().toString(), !dryRun, rows));
    return ExitCode.OK;
  }

  private void show(JsonNode pins) {
    output().answer().show(Kind.PINS, () -> pins);
  }

  private static Map<String, Map<String, String>> toWrite(List<PinsText.Row> rows) {
    return rows.stream()
        .filter(Predicate.not(row -> row.state() == PinsText.State.HOLDS))
        .collect(Collectors.toMap(PinsText.Row::connection, PinsText.Row::is));
  }

  private static void refuseOthers(String target, List<PinsText.Row> rows) {
    var others =
        rows.stream()
            .filter(row -> row.state() == PinsText.State.OTHER)
            .map(
                row ->
                    Diagnostic.error(row.connection() + " of '" + target + "' is another system")
                        .advise(
                            "Mend the connection. Only if this is the right system now:"
                                + " rollback target pin "
                                + target
                                + " --replace")
                        .see(Topic.PINS))
            .toList();
    if (!others.isEmpty()) {
      throw new RefusedException(others);
    }
  }

  private void confirm(Workspace.Configured configured) {
    if (yes) {
      return;
    }
    if (!world().console().interactive()) {
      throw new UnansweredException(
          "nothing was written: nobody is there to say that these are the right systems",
          "Run it at a terminal, or add --yes where you know it.");
    }
    var prompt = Prompt.yesNo("Write this into " + configured.file() + "?");
    if (!world().console().ask(prompt).equals(Optional.of(Prompt.YES))) {
      throw new UnansweredException("nothing was written", "The file is as it was.");
    }
  }
}
