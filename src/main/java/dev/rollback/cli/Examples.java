package dev.rollback.cli;

import dev.rollback.help.Example;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What people type, by command: at the end of its help, and in its man page. */
final class Examples {
  private static final Map<String, List<Example>> ALL =
      Map.ofEntries(
          of(
              "rollback",
              "Find the scenario that fits the symptoms",
              "rollback list",
              "See what it would do; nothing is changed",
              "rollback scenario auth-failure --dry-run",
              "Try it where nothing can break",
              "rollback drill auth-failure"),
          of(
              "rollback scenario",
              "Preview, ask, do, verify, report",
              "rollback scenario auth-failure --target production",
              "Only the preview",
              "rollback scenario auth-failure --dry-run",
              "With another value of a parameter",
              "rollback scenario auth-failure -p deployment=grid-api-eu"),
          of(
              "rollback drill",
              "Break the sandbox in a certain way, and heal it",
              "rollback drill auth-failure --fault wrong-secret",
              "All scenarios, unattended",
              "rollback drill --all --no-input --approve-all",
              "Record it beside the runbook",
              "rollback drill auth-failure --no-input --approve-all --record"),
          of(
              "rollback plan",
              "Save a plan, to be applied later",
              "rollback plan auth-failure -o plan.json",
              "For a pull request or a ticket",
              "rollback plan auth-failure --format markdown"),
          of(
              "rollback apply",
              "Run a saved plan",
              "rollback apply plan.json",
              "With the approval of somebody else",
              "rollback apply plan.json --approval plan.json.Alice.approval"),
          of(
              "rollback approve",
              "Look at a saved plan, and sign it",
              "rollback approve plan.json --as Alice",
              "One gate of a run that waits for it",
              "rollback approve plan.json --gate gate-1"),
          of(
              "rollback resume",
              "Go on with the newest run that can go on",
              "rollback resume",
              "With the approval that it waited for",
              "rollback resume 20260213-0312 --approval plan.json.Alice.approval"),
          of(
              "rollback undo",
              "Take back all that a run changed",
              "rollback undo 20260213-0312",
              "Only one step of it",
              "rollback undo 20260213-0312 --step maintenance"),
          of("rollback redo", "Put back what an undo took away", "rollback redo 20260213-0312"),
          of("rollback due", "Every minute, from cron or a timer", "rollback due --no-input"),
          of(
              "rollback status",
              "The newest run",
              "rollback status",
              "For a program",
              "rollback status 20260213-0312 --output json"),
          of("rollback watch", "The run that goes on in another terminal", "rollback watch"),
          of("rollback runs", "All runs of this machine", "rollback runs"),
          of(
              "rollback report",
              "One page for a browser",
              "rollback report latest --format html -o report.html"),
          of(
              "rollback evidence verify",
              "Whether a record is as it was written",
              "rollback evidence verify 20260213-0312"),
          of(
              "rollback evidence head",
              "What to keep elsewhere, to prove it later",
              "rollback evidence head 20260213-0312"),
          of(
              "rollback check",
              "After a deployment, in CI",
              "rollback check smoke --target staging"),
          of("rollback target list", "Where each target leads", "rollback target list"),
          of(
              "rollback target pin",
              "Hold a target to the systems that are there now",
              "rollback target pin production"),
          of(
              "rollback doctor",
              "Whether all is there that a scenario needs",
              "rollback doctor auth-failure --target production"),
          of(
              "rollback policy explain",
              "What would be asked now, and why",
              "rollback policy explain auth-failure --target production"),
          of("rollback list", "All scenarios with their symptoms", "rollback list"),
          of(
              "rollback show",
              "What a scenario consists of",
              "rollback show auth-failure",
              "The plan of a run, for those who are to approve it",
              "rollback show latest --plan -o plan.json"),
          of("rollback validate", "All runbooks and rollback.yaml", "rollback validate"),
          of("rollback lint", "In CI, warnings count as well", "rollback lint --strict"),
          of(
              "rollback actions",
              "One of them, with an example",
              "rollback actions redis.delete-keys"),
          of("rollback schema", "For an editor", "rollback schema configuration"),
          of("rollback help", "What the exit codes mean", "rollback help exit-codes"),
          of("rollback completion", "For this shell alone", "source <(rollback completion bash)"));

  private Examples() {}

  private static Map.Entry<String, List<Example>> of(String command, String what, String line) {
    return Map.entry(command, List.of(new Example(what, line)));
  }

  private static Map.Entry<String, List<Example>> of(
      String command, String what, String line, String secondWhat, String secondLine) {
    return Map.entry(
        command, List.of(new Example(what, line), new Example(secondWhat, secondLine)));
  }

  private static Map.Entry<String, List<Example>> of(
      String command,
      String what,
      String line,
      String secondWhat,
      String secondLine,
      String thirdWhat,
      String thirdLine) {
    return Map.entry(
        command,
        List.of(
            new Example(what, line),
            new Example(secondWhat, secondLine),
            new Example(thirdWhat, thirdLine)));
  }

  /** Those of a command; none where it is told enough. */
  static List<Example> of(CommandSpec command) {
    return ALL.getOrDefault(command.qualifiedName(), List.of());
  }

  /** Adds them to the end of each command's help. */
  static void addTo(CommandLine line) {
    var spec = line.getCommandSpec();
    var examples = of(spec);
    if (!examples.isEmpty()) {
      spec.usageMessage().footer(footer(examples));
    }
    line.getSubcommands().values().forEach(Examples::addTo);
  }

  private static String[] footer(List<Example> examples) {
    return Stream.concat(
            Stream.of("", examples.size() == 1 ? "Example:" : "Examples:"),
            examples.stream()
                .flatMap(e -> Stream.of("  " + e.line().replace("%", "%%"), "      " + e.what())))
        .toArray(String[]::new);
  }
}
