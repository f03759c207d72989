package dev.rollback.report;

import dev.rollback.report.html.ReportHtml;
import dev.rollback.run.JournalEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportHtmlTest {
  private static Report report(List<JournalEntry> entries) {
    return Reports.of(SampleRuns.state(entries), ReportTest.EXTRAS);
  }

  @Test
  void ofARunThatSucceeded() {
    Golden.assertSame(
        "report-succeeded.html", ReportHtml.of(report(SampleRuns.succeeded()), Layout.DEFAULT));
  }

  @Test
  void ofARunThatWasDeclined() {
    Golden.assertSame(
        "report-declined.html", ReportHtml.of(report(SampleRuns.declined()), Layout.DEFAULT));
  }

  @Test
  void ofARunThatWasTakenBack() {
    Golden.assertSame(
        "report-undone.html", ReportHtml.of(report(SampleRuns.undone()), Layout.DEFAULT));
  }
}
