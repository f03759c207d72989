package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.approval.SshKeygen;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.journal.JournalDamage;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Verification;
import dev.rollback.report.CommandJson;
import dev.rollback.run.JournalEntry;
import dev.rollback.shape.Codec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a run's record to its last byte. */
@Command(
    name = "verify",
    description = "Check every line of a run's journal and every byte that its steps have saved.")
final class EvidenceVerifyCommand extends BaseCommand {
  private static final String HEAD = "head";
  private static final String REPORT = "report";

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description =
          "Also check that this is, or was at an earlier time, the hash of the journal's last line:"
              + " what `evidence head` printed then.")
  private @Nullable String head;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also check that this Markdown or HTML report is the one that the journal gives, apart"
              + " from the fields that people fill in.")
  private @Nullable Path report;

  EvidenceVerifyCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var journals = workspace().journals();
    var id = journals.resolve(run.text());
    var verification = journals.verify(id);
    var approvals = approvals(journals, id, verification);
    var anchors = anchors(journals, id, verification);
    output().answer().show(Kind.VERIFICATION, () -> json(verification, approvals, anchors));
    if (!verification.intact()) {
      output()
          .problems(
              verification.damages().stream()
                  .map(d -> Diagnostic.error(d.message()).advise(d.advice()))
                  .toList());
      return ExitCode.REFUSED;
    }
    output()
        .line(
            "Run %s is as it was written: %d entries, %d saved contents."
                .formatted(verification.run(), verification.entries(), verification.blobs()));
    output().line("  last line  " + verification.head());
    output().line("Whoever noted that line can tell that nothing was cut off or rewritten since.");
    verification.notes().forEach(note -> output().line("  note: " + note));
    anchors.values().stream().filter(Anchors.Result::holds).forEach(a -> output().line(a.says()));
    var problems = anchors.values().stream().flatMap(a -> a.problem().stream()).toList();
    if (!problems.isEmpty()) {
      output().problems(problems);
    }
    var rest = approvals(approvals);
    return problems.isEmpty() ? rest : ExitCode.REFUSED;
  }

  /** By what they are called in the document; nothing is compared with a damaged journal. */
  private Map<String, Anchors.Result> anchors(
      JournalStore journals, String id, Verification verification) {
    if (!verification.intact()) {
      return Map.of();
    }
    var anchors = new Anchors(workspace(), output(), id, journals.readIntact(id));
    var results = new LinkedHashMap<String, Anchors.Result>();
    if (head != null) {
      results.put(HEAD, anchors.head(head));
    }
    if (report != null) {
      results.put(REPORT, anchors.report(world().directory().resolve(report), report));
    }
    return results;
  }

  private RecordedApprovals approvals(JournalStore journals, String id, Verification verification) {
    var entries = verification.intact() ? journals.read(id) : List.<JournalEntry>of();
    return entries.isEmpty()
        ? new RecordedApprovals(0, List.of())
        : RecordedApprovals.of(entries, new SshKeygen(world().environment()));
  }

  private ExitCode approvals(RecordedApprovals approvals) {
    if (!approvals.problems().isEmpty()) {
      output().problems(approvals.problems());
      return ExitCode.REFUSED;
    }
    if (approvals.count() > 0) {
      output()
          .line(
              "Its %d signed approval%s of this plan, by the keys that were recorded."
                  .formatted(approvals.count(), approvals.count() == 1 ? " is" : "s are"));
    }
    return ExitCode.OK;
  }

  private static JsonNode json(
      Verification verification, RecordedApprovals approvals, Map<String, Anchors.Result> anchors) {
    return Codec.of(CommandJson.Verification.class)
        .encode(
            new CommandJson.Verification(
                verification.run(),
                verification.intact(),
                verification.entries(),
                verification.head(),
                verification.blobs(),
                verification.damages().stream().map(JournalDamage::message).toList(),
                verification.notes(),
                Optional.of(approvals.count()).filter(n -> n > 0),
                approvals.problems().stream().map(Diagnostic::message).toList(),
                Optional.ofNullable(anchors.get(HEAD)).map(EvidenceVerifyCommand::json),
                Optional.ofNullable(anchors.get(REPORT)).map(EvidenceVerifyCommand::json)));
  }

  private static CommandJson.Anchor json(Anchors.Result result) {
    return new CommandJson.Anchor(
        result.holds(), result.entries(), result.problem().map(Diagnostic::message));
  }
}
