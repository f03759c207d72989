package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.scenario.Scenario;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scenarios that there are, for somebody who looks for the one that fits the symptoms. */
public final class ScenariosText {
  private ScenariosText() {}

  /** When a runbook was drilled last. */
  @Doc("When a runbook was drilled last.")
  public record Drilled(
      @Doc("When the drill ended.") Instant at,
      @Doc("Whether it healed what was broken.") boolean healed,
      @Doc("Whether the runbook is still the one that was drilled.") boolean same) {}

  /** A scenario. */
  @Doc("A scenario.")
  public record Row(
      @Doc("The scenario's name.") String scenario,
      @Doc("What it is about.") String title,
      @Doc("The team that answers for it.") String owner,
      @Doc("What is seen from outside when it is the right one.") List<String> symptoms,
      @Doc("When it was drilled last; missing where there is no record of a drill.")
          Optional<Drilled> drilled,
      @Doc("Why it should not be relied on as it is; empty when there is nothing.")
          List<String> overdue) {

    /** Of a runbook, as it is now. */
    public static Row of(Scenario scenario, Optional<Drilled> drilled, Instant now) {
      return new Row(
          scenario.scenario().value(),
          scenario.title(),
          scenario.owner(),
          scenario.symptoms(),
          drilled,
          why(scenario, drilled, now));
    }
  }

  /** The form of the JSON. */
  @Doc("Scenarios.")
  public record Form(@Doc("The scenarios, by name.") List<Row> scenarios) {}

  /** The JSON document. */
  public static JsonNode json(List<Row> rows) {
    return Codec.of(Form.class).encode(new Form(rows));
  }

  /** The list; it ends with a line break. */
  public static String of(List<Row> rows, Layout layout) {
    var page = new Page(layout);
    for (var row : rows) {
      page.exact(0, Tone.STRONG, row.scenario() + "  " + row.title());
      row.symptoms().forEach(s -> page.line(4, Tone.PLAIN, "- " + s));
      row.drilled()
          .filter(_ -> row.overdue().isEmpty())
          .ifPresent(d -> page.line(4, Tone.PLAIN, "last drilled " + day(d.at())));
      if (!row.overdue().isEmpty()) {
        page.line(4, Tone.CARE, "overdue: " + String.join("; ", row.overdue()));
      }
    }
    return page.text();
  }

  private static List<String> why(Scenario scenario, Optional<Drilled> drilled, Instant now) {
    var why = new ArrayList<String>();
    var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var every = scenario.review().map(r -> Period.parse(r.every()));
    scenario
        .review()
        .filter(r -> r.last().plus(every.orElseThrow()).isBefore(today))
        .ifPresent(r -> why.add("reviewed last on %s, every %s".formatted(r.last(), r.every())));
    if (drilled.isEmpty()) {
      why.add("no record of a drill");
    }
    drilled
        .filter(d -> !d.same())
        .ifPresent(d -> why.add("changed since its drill on " + day(d.at())));
    drilled
        .filter(d -> !d.healed())
        .ifPresent(d -> why.add("its drill on %s did not heal".formatted(day(d.at()))));
    drilled
        .filter(d -> d.same() && every.isPresent() && day(d.at()).plus(every.get()).isBefore(today))
        .ifPresent(
            d ->
                why.add(
                    "drilled last on %s, every %s"
                        .formatted(day(d.at()), scenario.review().orElseThrow().every())));
    return why;
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
