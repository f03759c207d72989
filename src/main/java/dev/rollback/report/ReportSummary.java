package dev.rollback.report;

import static dev.rollback.report.Inline.code;
import static dev.rollback.report.Inline.text;

import dev.rollback.report.Block.Fact;
import dev.rollback.scenario.Scenario;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be known of a run first. */
final class ReportSummary {
  private final Report report;
  private final ZoneId zone;

  ReportSummary(Report report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
  }

  List<Block> blocks() {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("In place now", inPlace()));
    facts.add(new Fact("Scenario", code(report.scenario())));
    facts.add(new Fact("Target", code(report.target())));
    facts.add(new Fact("Run", code(report.run())));
    facts.add(new Fact("Run by", text(report.by() + " on " + report.host())));
    facts.add(new Fact("Began", text(moment(report.started()))));
    facts.add(new Fact("Last event", text(moment(report.last()))));
    facts.add(
        new Fact(
            "Duration",
            text(
                Words.duration(report.duration())
                    + estimated(report.estimate().flatMap(Scenario.Estimate::duration)))));
    facts.add(
        new Fact(
            "Time to recover",
            text(report.timeToRecover().map(Words::duration).orElse("not recovered by this run"))));
    facts.add(new Fact("Downtime", downtime()));
    if (!report.contacts().isBlank()) {
      facts.add(new Fact("Contacts", text(report.contacts())));
    }
    return List.of(new Block.Facts(facts));
  }

  private List<Inline> inPlace() {
    if (report.inPlace().isEmpty()) {
      return text("nothing of this run's changes");
    }
    var places = new ArrayList<Inline>();
    for (var place : report.inPlace()) {
      if (!places.isEmpty()) {
        places.add(new Inline.Text("; "));
      }
      places.add(new Inline.Code(place.target().isBlank() ? place.step() : place.target()));
      if (!place.certain()) {
        places.add(new Inline.Text(" (perhaps: its outcome is unknown)"));
      }
      place.due().ifPresent(due -> places.add(new Inline.Text(" until " + moment(due))));
    }
    return List.copyOf(places);
  }

  /** What users noticed is measured outside of the run; the journal has no word of it. */
  private List<Inline> downtime() {
    return Inline.join(
        Inline.of(new Inline.Blank("How long was it noticed?")),
        text(estimated(report.estimate().flatMap(Scenario.Estimate::downtime))));
  }

  private static String estimated(Optional<java.time.Duration> time) {
    return time.map(t -> " (estimated: " + Words.duration(t) + ")").orElse("");
  }

  private String moment(Instant at) {
    return Words.moment(at, zone);
  }
}
