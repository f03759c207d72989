package dev.rollback.cli;

import dev.rollback.approval.DrillRecord;
import dev.rollback.approval.Mode;
import dev.rollback.console.TranscriptConsole;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Asked;
import dev.rollback.journal.StateDirectory;
import dev.rollback.report.DrillResult;
import dev.rollback.report.DrillsText;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.scenario.ScenarioReader;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job where nothing can break: on embedded servers, against an injected fault. */
@Command(
    name = "drill",
    description = "Break the embedded sandbox, and run a scenario that heals it.")
final class DrillCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Asked.Scenarios.class,
      description = "The scenario's name, or the path of its file.")
  private @Nullable String name;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      completionCandidates = Known.FaultNames.class,
      description = "What to break. Default: the first fault of the scenario.")
  private @Nullable String fault;

  @Option(
      names = "--all",
      description =
          "Every scenario against each of its faults, or NAME against each of its own, one after"
              + " the other, each in a sandbox of its own; everything is approved, every run is"
              + " undone afterwards, and a table says how it went.")
  private boolean all;

  @Option(
      names = "--undo",
      description = "Afterwards, undo the run and say what is not as it was before.")
  private boolean undo;

  @Mixin private KeptSandbox kept = new KeptSandbox();

  @Option(
      names = "--record",
      description =
          "Record beside the runbook when it was drilled and how that ended: NAME.drill.json."
              + " `list` shows it, and a target's policy can ask for it.")
  private boolean record;

  @Mixin private RunFlags flags = new RunFlags();

  DrillCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    options()
        .target()
        .filter(t -> !t.equals(DrillTarget.NAME))
        .ifPresent(
            t -> {
              throw new UserException(
                  "a drill breaks things, and '" + t + "' is not the sandbox",
                  "Leave --target out: a drill runs on the embedded sandbox.");
            });
    if (options().config().isPresent()) {
      throw new UserException(
          "a drill has a configuration of its own, and --config names another",
          "Leave --config out.");
    }
    if (kept.pointless()) {
      throw new UserException(
          "--write-config is for a sandbox that stays, and this one does not", "Add --keep.");
    }
    return all ? each() : kept.wanted() ? keep() : one();
  }

  /** Of a sandbox that stays, the file with its configuration goes when it has closed. */
  private ExitCode keep() {
    if (name == null && (undo || record)) {
      throw new UserException(
          "--undo and --record are of a run, and no scenario is named", "Name one.");
    }
    kept.require(world());
    if (name == null) {
      return kept.run(world(), output(), Optional.ofNullable(fault).map(DrillCommand::named));
    }
    try {
      return one();
    } finally {
      kept.remove(world());
    }
  }

  private ExitCode one() {
    if (name == null) {
      throw new UserException(
          "which scenario is to be drilled?",
          "Name it, drill all with --all, or keep a sandbox with --keep. `rollback list` shows"
              + " them.");
    }
    var read = workspace().read(name).orThrow();
    var chosen = fault(read.scenario().scenario().value());
    var ended =
        new Drill(world(), options(), output(), flags.sandboxMode(), undo)
            .of(read, chosen, flags.takeOver(), this::stay);
    // What was interrupted says nothing about the runbook.
    if (ended.exit() != ExitCode.INTERRUPTED) {
      record(read, List.of(ended.result()));
    }
    output().answer().show(Kind.DRILL, () -> DrillsText.json(List.of(ended.result())));
    return ended.exit();
  }

  /** A fault whose scenario is drilled. */
  private record Pair(ScenarioReader.Read read, Fault fault) {}

  private ExitCode each() {
    if (kept.wanted() || fault != null) {
      throw new UserException(
          "--all drills every fault, each in a sandbox that is closed at once",
          "Leave --keep and --fault out, or leave --all out.");
    }
    var pairs = pairs();
    var transcripts = transcripts();
    var results = new ArrayList<DrillResult>();
    for (var pair : pairs) {
      var result = drilled(pair, transcripts);
      if (interrupted()) {
        break;
      }
      results.add(result);
      output().answer().line(Kind.DRILLED, () -> Codec.of(DrillResult.class).encode(result));
    }
    if (!results.isEmpty()) {
      output().line("");
      output().text(DrillsText.of(results, output().layout()));
    }
    output().note("What each of them said is in " + transcripts + ".");
    output().answer().document(Kind.DRILL, () -> DrillsText.json(results));
    if (interrupted()) {
      output().note("Interrupted; not drilled to the end: " + names(pairs, results.size()) + ".");
      return ExitCode.INTERRUPTED;
    }
    recordAll(pairs, results);
    return results.stream().allMatch(DrillResult::good) ? ExitCode.OK : ExitCode.OPERATOR;
  }

  private boolean interrupted() {
    return world().stop().requested().isPresent();
  }

  /** Those from this one on. */
  private static String names(List<Pair> pairs, int from) {
    return pairs.stream().skip(from).map(p -> p.fault().id()).collect(Collectors.joining(", "));
  }

  private DrillResult drilled(Pair pair, Path transcripts) {
    var transcript = new TranscriptConsole();
    var quiet = world().with(transcript);
    var scenario = pair.read().scenario().scenario().value();
    var title = scenario + ", " + pair.fault().id();
    var begin = world().clock().instant();
    try {
      var result =
          new Drill(quiet, options(), Output.text(quiet, options()), Mode.SANDBOX, true)
              .of(pair.read(), pair.fault(), false, (_, _) -> {})
              .result();
      ended(title, result.good() ? "well" : "NOT AS IT SHOULD BE", begin);
      return result;
    } catch (SandboxException e) {
      // The other drills are as good as before. Ctrl-C also reaches the programs of a sandbox.
      ended(title, "NOT DRILLED: " + e.getMessage(), begin);
      return DrillResult.notDrilled(scenario, pair.fault().id(), String.valueOf(e.getMessage()));
    } finally {
      keep(transcript, transcripts.resolve(scenario + "-" + pair.fault().id() + ".txt"));
    }
  }

  private void ended(String title, String how, Instant begin) {
    output()
        .line(
            "%s: %s, %s in all"
                .formatted(
                    title,
                    interrupted() ? "interrupted" : how,
                    Drill.text(Duration.between(begin, world().clock().instant()))));
  }

  private Path transcripts() {
    var directory =
        StateDirectory.of(world().environment()).resolve("drills").resolve(world().ids().get());
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private void keep(TranscriptConsole transcript, Path file) {
    try {
      Files.writeString(file, world().redactor().redact(transcript.text()));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static SystemException unwritable(Path path, IOException e) {
    return SystemException.refused(
        "the transcripts of the drills cannot be written to " + path + ": " + e.getMessage(),
        "Free the disk, or name another directory in XDG_STATE_HOME.",
        e);
  }

  private List<Pair> pairs() {
    var workspace = workspace();
    var names =
        name == null ? workspace.all().stream().map(Path::toString).toList() : List.of(name);
    var pairs = new ArrayList<Pair>();
    for (var each : names) {
      var read = workspace.read(each).orThrow();
      Faults.of(read.scenario().scenario().value()).forEach(f -> pairs.add(new Pair(read, f)));
    }
    if (pairs.isEmpty()) {
      throw new UserException(
          "the sandbox has no fault that one of these scenarios is for: "
              + names.stream().map(Path::of).map(Workspace::name).collect(Collectors.joining(", ")),
          "Drill one of: " + drillable() + ".");
    }
    return pairs;
  }

  private void recordAll(List<Pair> pairs, List<DrillResult> results) {
    pairs.stream()
        .map(Pair::read)
        .distinct()
        .forEach(
            read ->
                record(
                    read,
                    results.stream()
                        .filter(r -> r.scenario().equals(read.scenario().scenario().value()))
                        .toList()));
  }

  /** What was read is what was drilled, whatever has become of the file meanwhile. */
  private void record(ScenarioReader.Read read, List<DrillResult> results) {
    if (!record) {
      return;
    }
    var path = DrillRecord.beside(world().directory().resolve(read.source().name()));
    DrillRecord.of(
            read.scenario().scenario().value(),
            read.source().text(),
            world().clock().instant(),
            results.stream().map(DrillResult::fault).collect(Collectors.joining(", ")),
            results.stream().allMatch(DrillResult::healed),
            Version.text())
        .write(path);
    output().note("Recorded: " + path);
  }

  private Fault fault(String scenario) {
    var fitting = Faults.of(scenario);
    if (fitting.isEmpty()) {
      throw new UserException(
          "the sandbox has no fault that '" + scenario + "' is for",
          "Drill one of: " + drillable() + ".");
    }
    if (fault == null) {
      return fitting.getFirst();
    }
    return named(fault);
  }

  private static Fault named(String fault) {
    return Faults.named(fault)
        .orElseThrow(
            () ->
                new UserException(
                    "there is no fault '" + fault + "'",
                    "There are: "
                        + Faults.all().stream().map(Fault::id).collect(Collectors.joining(", "))
                        + "."));
  }

  private static String drillable() {
    return Faults.all().stream()
        .flatMap(f -> f.scenarios().stream())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void stay(Path config, Map<String, String> parameters) {
    kept.afterwards(world(), output(), config, String.valueOf(name), parameters);
  }
}
