package dev.rollback.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.journal.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a run's record to its last byte. */
@Command(
    name = "verify",
    description = "Check every line of a run's journal and every byte that its steps have saved.")
final class EvidenceVerifyCommand extends BaseCommand {
  @Mixin private RunArgument run = new RunArgument();

  EvidenceVerifyCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var journals = workspace().journals();
    var verification = journals.verify(journals.resolve(run.text()));
    output().document(json(verification));
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
    return ExitCode.OK;
  }

  private static ObjectNode json(Verification verification) {
    var document =
        JsonNodeFactory.instance
            .objectNode()
            .put("run", verification.run())
            .put("intact", verification.intact())
            .put("entries", verification.entries())
            .put("head", verification.head())
            .put("blobs", verification.blobs());
    var damages = document.putArray("damages");
    verification.damages().forEach(d -> damages.add(d.message()));
    var notes = document.putArray("notes");
    verification.notes().forEach(notes::add);
    return document;
  }
}
