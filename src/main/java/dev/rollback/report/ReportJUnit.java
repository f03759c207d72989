package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.report.Report.Judged;
import dev.rollback.report.Report.Place;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Checks as JUnit XML, for the test view of a CI system: one test case for each check. What is
 * inconclusive is an error, never a pass; what was not read is skipped. A run is a test case too,
 * so that one that failed without any check having failed is seen. Evidence is left out: it decides
 * nothing.
 */
public final class ReportJUnit {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private ReportJUnit() throws XMLStreamException {
    this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
  }

  private enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  /**
   * One test case.
   *
   * @param why in one line
   * @param details the same and more, in several
   * @param time how long it took; zero where that was not recorded
   */
  private record Case(
      String group, String name, Kind kind, String why, String details, Duration time) {
    Case(String group, String name, Kind kind, String why) {
      this(group, name, kind, why, why, Duration.ZERO);
    }
  }

  /** The run and its checks. */
  public static String of(Report report) {
    var cases = new ArrayList<Case>();
    cases.add(new Case(report.scenario(), "run", run(report), report.summary()));
    report.checks().stream()
        .filter(check -> check.place() != Place.EVIDENCE)
        .map(check -> of(report.scenario(), check))
        .forEach(cases::add);
    return write(report.scenario(), report.started(), report.duration(), cases);
  }

  /** Checks that were read outside of a run, with secrets masked. */
  public static String of(CheckRun run) {
    var cases =
        run.ended().readings().stream()
            .map(
                r ->
                    r.result()
                        .map(result -> of(run.scenario(), result, r.time()))
                        .orElseGet(() -> notRead(run.scenario(), r.id(), r.name())))
            .toList();
    return write(run.scenario(), run.started(), run.ended().took(), cases);
  }

  private static Kind run(Report report) {
    return report
        .outcome()
        .map(
            outcome ->
                switch (outcome) {
                  case SUCCEEDED, NOTHING_TO_DO -> Kind.PASSED;
                  case UNDONE, OPERATOR_NEEDED, REFUSED -> Kind.FAILURE;
                  case STOPPED_AT_GATE, INTERRUPTED -> Kind.ERROR;
                })
        .orElse(Kind.ERROR);
  }

  private static Case of(String suite, Judged check) {
    return check
        .result()
        .map(result -> of(suite, result, Duration.ZERO))
        .orElseGet(() -> notRead(suite, check.id(), check.name()));
  }

  private static Case notRead(String suite, String id, String name) {
    return new Case(suite, ReportChapters.title(id, name), Kind.SKIPPED, "it was not read");
  }

  private static Case of(String suite, CheckResult result, Duration time) {
    var kind =
        switch (result.verdict()) {
          case PASS -> Kind.PASSED;
          case FAIL -> Kind.FAILURE;
          case INCONCLUSIVE -> Kind.ERROR;
        };
    var name = ReportChapters.title(result.id(), result.name());
    return new Case(
        suite, name, kind, ChecksText.sentence(result), ChecksText.details(result), time);
  }

  private static String write(String suite, Instant at, Duration time, List<Case> cases) {
    try {
      var report = new ReportJUnit();
      report.suites(suite, at, time, cases);
      return report.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML can always be written into memory", e);
    }
  }

  private void suites(String suite, Instant at, Duration time, List<Case> cases)
      throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    line(1);
    xml.writeStartElement("testsuite");
    attribute("name", suite);
    attribute("tests", String.valueOf(cases.size()));
    attribute("failures", count(cases, Kind.FAILURE));
    attribute("errors", count(cases, Kind.ERROR));
    attribute("skipped", count(cases, Kind.SKIPPED));
    attribute("time", seconds(time));
    attribute("timestamp", at.toString());
    for (var one : cases) {
      testCase(one);
    }
    line(1);
    xml.writeEndElement();
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
    line(0);
    xml.close();
  }

  private static String count(List<Case> cases, Kind kind) {
    return String.valueOf(cases.stream().filter(c -> c.kind() == kind).count());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  private void testCase(Case one) throws XMLStreamException {
    line(2);
    xml.writeStartElement("testcase");
    attribute("classname", one.group());
    attribute("name", one.name());
    attribute("time", seconds(one.time()));
    switch (one.kind()) {
      case PASSED -> {}
      case FAILURE -> problem("failure", one);
      case ERROR -> problem("error", one);
      case SKIPPED -> {
        line(3);
        xml.writeEmptyElement("skipped");
        attribute("message", one.why());
        line(2);
      }
    }
    xml.writeEndElement();
  }

  private void problem(String element, Case one) throws XMLStreamException {
    line(3);
    xml.writeStartElement(element);
    attribute("message", one.why());
    attribute("type", element);
    xml.writeCharacters(Printable.lines(one.details()));
    xml.writeEndElement();
    line(2);
  }

  /** XML has no place for control characters, not even escaped. */
  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Printable.line(value));
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
