package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.run.JournalEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunTextTest {
  private static String status(List<JournalEntry> entries, boolean running) {
    var now = SampleRuns.later(entries, Duration.ofMinutes(3));
    return RunText.status(SampleRuns.state(entries), running, now, Layout.DEFAULT);
  }

  private static String events(List<JournalEntry> entries) {
    var text = new EventText(Samples.authFailure(), Layout.DEFAULT);
    return entries.stream()
        .map(text::line)
        .flatMap(Optional::stream)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void eventsOfARunThatIsTakenBack() {
    Golden.assertSame("events-undone.txt", events(SampleRuns.undone()));
  }

  @Test
  void eventsOfARunThatSucceeds() {
    Golden.assertSame("events-succeeded.txt", events(SampleRuns.succeeded()));
  }

  @Test
  void eventsOfARunThatNeedsAPerson() {
    Golden.assertSame("events-operator.txt", events(SampleRuns.operatorNeeded()));
  }

  @Test
  void succeeded() {
    Golden.assertSame("status-succeeded.txt", status(SampleRuns.succeeded(), false));
  }

  @Test
  void undone() {
    Golden.assertSame("status-undone.txt", status(SampleRuns.undone(), false));
  }

  @Test
  void operatorNeeded() {
    Golden.assertSame("status-operator.txt", status(SampleRuns.operatorNeeded(), false));
  }

  @Test
  void brokenOff() {
    Golden.assertSame("status-broken-off.txt", status(SampleRuns.brokenOff(), false));
  }

  @Test
  void declined() {
    Golden.assertSame("status-declined.txt", status(SampleRuns.declined(), false));
  }

  @Test
  void aRunningRunOffersNoCommandThatWouldRunIntoItsLock() {
    assertThat(status(SampleRuns.brokenOff(), true))
        .contains("Running, in step fallback.")
        .doesNotContain("rollback resume")
        .doesNotContain("rollback undo");
  }
}
