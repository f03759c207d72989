package dev.rollback.cli;

import dev.rollback.approval.SshKeygen;
import dev.rollback.approval.Statement;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.plan.SignedApproval;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The signed approvals that a run has recorded, verified again by what was recorded with them. */
record RecordedApprovals(int count, List<Diagnostic> problems) {

  /** Of a journal that is intact. */
  static RecordedApprovals of(List<JournalEntry> entries, SshKeygen keygen) {
    var problems = new ArrayList<Diagnostic>();
    var digest =
        entries.getFirst().event() instanceof RunEvent.RunStarted started ? started.digest() : "";
    var signed = entries.stream().flatMap(RecordedApprovals::signatures).distinct().toList();
    signed.forEach(s -> problem(s, digest, keygen).ifPresent(problems::add));
    return new RecordedApprovals(signed.size(), problems);
  }

  private static Stream<SignedApproval> signatures(JournalEntry entry) {
    if (entry.event() instanceof RunEvent.RunStarted started) {
      return started.approval().signatures().stream();
    }
    return entry.event() instanceof RunEvent.Answered answered
        ? answered.by().signatures().stream()
        : Stream.empty();
  }

  private static Optional<Diagnostic> problem(
      SignedApproval signed, String digest, SshKeygen keygen) {
    return otherwise(signed, digest)
        .or(() -> keygen.refuses(signed))
        .map(
            why ->
                Diagnostic.error(
                        "the approval by '%s' that is recorded is none: %s"
                            .formatted(signed.by(), why))
                    .advise("Ask '" + signed.by() + "' whether they signed it."));
  }

  private static Optional<String> otherwise(SignedApproval signed, String digest) {
    try {
      var statement = Statement.parse(signed.text());
      return statement.plan().equals(digest) && statement.by().equals(signed.by())
          ? Optional.empty()
          : Optional.of("what was signed is of another plan or by somebody else");
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
