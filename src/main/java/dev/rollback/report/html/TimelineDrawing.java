package dev.rollback.report.html;

import static dev.rollback.report.html.Html.el;
import static dev.rollback.report.html.Html.styled;

import dev.rollback.report.Lanes;
import dev.rollback.report.Report.Mark;
import dev.rollback.report.Report.Span;
import dev.rollback.report.html.Html.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws when what was done: a lane for each step, all on one scale of time. */
final class TimelineDrawing {
  private static final int LANE = 30;
  private static final int SAMPLE = 22;
  private static final int AXIS = 26;
  private static final double TICKS_APART = 22;
  private static final double NARROWEST = 0.6;
  private static final int THICK = 14;
  private static final int THIN = 6;
  private static final double LATE = 95;

  /** More is seen by nobody, and a browser is slowed down by it. */
  private static final int MOST_LANES = 200;

  private static final int MOST_SPANS = 300;
  private static final int MOST_MARKS = 60;
  private static final int MOST_SAID = 20;

  /** More than a lane is ever high: what is below it is cut off. */
  private static final double WHOLE = 400;

  /** On both sides there is room for a text that stands at the very end. */
  private static final double MARGIN = 1.5;

  private final Lanes lanes;
  private final TimeScale scale;
  private final List<Instant> ticks;
  private final List<Mark> marks;

  private TimelineDrawing(Lanes lanes) {
    this.lanes = lanes;
    var spans =
        lanes.lanes().stream()
            .flatMap(lane -> lane.spans().stream())
            .flatMap(span -> Stream.of(span.from(), span.to()));
    var moments =
        Stream.concat(
            Stream.of(lanes.from(), lanes.to()),
            Stream.concat(spans, lanes.marks().stream().map(Mark::at)));
    this.scale = TimeScale.of(moments.toList());
    this.marks = lanes.marks().stream().limit(MOST_MARKS).toList();
    this.ticks = scale.ticks(TICKS_APART);
  }

  static Html of(Lanes lanes) {
    return new TimelineDrawing(lanes).figure();
  }

  private Html figure() {
    var list =
        styled("ul", "lanes")
            .add(lanes.lanes().stream().limit(MOST_LANES).map(this::lane).toList());
    return styled("figure", "timeline", patterns(), axis(), list, notes(), legend());
  }

  private double x(Instant at) {
    return MARGIN + scale.place(at) * (100 - 2 * MARGIN) / 100;
  }

  private Html axis() {
    var svg = Svg.ornament(AXIS);
    for (var tick : ticks) {
      svg = svg.add(Svg.line("tick", x(tick), AXIS - 6, x(tick), AXIS));
      svg = svg.add(Svg.text("tick-text", x(tick), AXIS - 10, anchor(tick), lanes.time(tick)));
    }
    return styled("div", "axis", svg);
  }

  private String anchor(Instant tick) {
    return x(tick) < 5 ? "start" : "middle";
  }

  private Html lane(Lanes.Lane lane) {
    var name =
        styled(
            "p",
            "lane-name",
            styled(
                "span",
                "lane-number",
                new Html.Text(lane.number().map(String::valueOf).orElse(""))),
            styled("span", "lane-title", new Html.Text(lane.title())),
            lane.word().isEmpty() ? el("span") : States.of(lane.word(), lane.tone()));
    return el("li", name, styled("div", "track", track(lane)));
  }

  private Html track(Lanes.Lane lane) {
    var shown = lane.spans().stream().limit(MOST_SPANS).toList();
    var parts = new ArrayList<Html>();
    for (var tick : ticks) {
      parts.add(Svg.line("grid", x(tick), 0, x(tick), WHOLE));
    }
    for (var mark : marks) {
      parts.add(Svg.line("mark " + style(mark), x(mark.at()), 0, x(mark.at()), WHOLE));
    }
    shown.forEach(span -> parts.add(bar(span)));
    shown.forEach(span -> parts.addAll(end(span)));
    return Svg.drawing(LANE, says(lane)).add(parts);
  }

  private String says(Lanes.Lane lane) {
    var more = lane.spans().size() - MOST_SAID;
    return lane.spans().stream().limit(MOST_SAID).map(lanes::says).collect(Collectors.joining("; "))
        + (more > 0 ? "; and %,d more times".formatted(more) : "");
  }

  private double width(Span span) {
    return Math.max(x(span.to()) - x(span.from()), NARROWEST);
  }

  private Html bar(Span span) {
    var thin = span.kind() == Span.Kind.CHECK || span.kind() == Span.Kind.PAUSE;
    var height = thin ? THIN : THICK;
    return Svg.bar(style(span), x(span.from()), (LANE - height) / 2.0, width(span), height)
        .with("rx", "2")
        .add(el("title", lanes.says(span)));
  }

  /** How it ended, where that is not as it should: behind the bar, or before it at the very end. */
  private List<Html> end(Span span) {
    var sign = sign(span.end());
    if (sign.isEmpty()) {
      return List.of();
    }
    var end = x(span.from()) + width(span);
    var late = end > LATE;
    return List.of(
        Svg.text("end", late ? x(span.from()) : end, LANE / 2.0 + 6, late ? "end" : "start", sign)
            .with("dx", late ? "-2" : "2"));
  }

  private static String sign(Span.End end) {
    return switch (end) {
      case DONE -> "";
      case FAILED, DECLINED -> "×";
      case UNKNOWN -> "?";
      case BROKEN_OFF -> "…";
    };
  }

  private static String style(Span span) {
    return "span-" + span.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String style(Mark mark) {
    return "mark-" + mark.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the upright lines are, and what is not drawn, or not as long as it was. */
  private Html notes() {
    var notes = new ArrayList<String>();
    marks.forEach(mark -> notes.add(lanes.says(mark)));
    scale
        .cuts()
        .forEach(
            cut ->
                notes.add(
                    "%s to %s is drawn shorter than it was"
                        .formatted(lanes.time(cut.from()), lanes.time(cut.to()))));
    if (lanes.lanes().size() > MOST_LANES || lanes.marks().size() > MOST_MARKS) {
      notes.add("There is more than can be drawn: the table has all of it.");
    }
    return styled("ul", "marks").add(notes.stream().map(note -> el("li", note)).toList());
  }

  private Html legend() {
    return styled(
        "figcaption",
        "legend",
        sample("span-work", THICK, "worked"),
        sample("span-wait", THICK, "waited for a person"),
        sample("span-check", THIN, "read a check"),
        sample("span-undo", THICK, "taken back"),
        sample("span-pause", THIN, "nothing worked on it"),
        el("span", "× failed or declined, ? outcome unknown, … broken off"));
  }

  private static Html sample(String style, double height, String text) {
    var bar = Svg.bar(style, 0, (SAMPLE - height) / 2.0, 100, height).with("rx", "2");
    return el("span", Svg.ornament(SAMPLE).add(bar).with("width", "28"), new Html.Text(text));
  }

  /** What tells the bars apart without colours. */
  private static Element patterns() {
    return Svg.ornament(0)
        .with("class", "patterns")
        .add(
            el(
                "defs",
                hatch("hatch-wait", "45", "hatch-wait"),
                hatch("hatch-undo", "-45", "hatch-undo")));
  }

  private static Element hatch(String id, String angle, String style) {
    return el("pattern", el("line").with("class", style).with("y2", "6").with("stroke-width", "3"))
        .with("id", id)
        .with("width", "6")
        .with("height", "6")
        .with("patternUnits", "userSpaceOnUse")
        .with("patternTransform", "rotate(" + angle + ")");
  }
}
