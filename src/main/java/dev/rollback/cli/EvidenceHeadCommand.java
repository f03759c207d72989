package dev.rollback.cli;

import dev.rollback.report.CommandJson;
import dev.rollback.shape.Codec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What stands for the whole record of a run, to be kept where nobody can change it unseen. */
@Command(
    name = "head",
    description =
        "Print what stands for all that a run has recorded, to be kept outside: in a git note, a"
            + " ticket, a signed file. `rollback evidence verify RUN --head HASH` compares.",
    footer = {
      "%nExamples:",
      "  git notes add -m \"$$(rollback evidence head RUN)\"",
      "  rollback evidence head RUN | ssh-keygen -Y sign -n rollback -f KEY > RUN.sig"
    })
final class EvidenceHeadCommand extends BaseCommand {
  @Mixin private RunArgument run = new RunArgument();

  EvidenceHeadCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var journals = workspace().journals();
    var id = journals.resolve(run.text());
    var reading = journals.readIntact(id);
    var state = Recorded.state(id, reading);
    var last = state.timeline().getLast().at();
    output().line("run      " + id);
    output().line("entries  " + reading.entries().size());
    output().line("last     " + last);
    output().line("head     " + reading.head());
    output()
        .answer()
        .show(
            Kind.EVIDENCE_HEAD,
            () ->
                Codec.of(CommandJson.Head.class)
                    .encode(
                        new CommandJson.Head(id, reading.entries().size(), last, reading.head())));
    return ExitCode.OK;
  }
}
