package dev.rollback.report.html;

import static dev.rollback.report.html.Html.el;
import static dev.rollback.report.html.Html.styled;

import dev.rollback.report.Lanes;
import dev.rollback.report.Report.Mark;
import dev.rollback.report.Report.Span;
import dev.rollback.report.html.Html.Element;
import java.time.Instant;
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

  /** More than a lane is ever high: what is below it is cut off. */
  private static final double WHOLE = 400;

  /** On both sides there is room for a text that stands at the very end. */
  private static final double MARGIN = 1.5;

  private final Lanes lanes;
  private final TimeScale scale;
  private final List<Instant> ticks;

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
    this.ticks = scale.ticks(TICKS_APART);
  }

  static Html of(Lanes lanes) {
    return new TimelineDrawing(lanes).figure();
  }

  private Html figure() {
    var list = styled("ul", "lanes").add(lanes.lanes().stream().map(this::lane).toList());
    return styled("figure", "timeline", patterns(), axis(), list, marks(), legend());
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
    var says = lane.spans().stream().map(lanes::says).collect(Collectors.joining("; "));
    var svg = Svg.drawing(LANE, says);
    for (var tick : ticks) {
      svg = svg.add(Svg.line("grid", x(tick), 0, x(tick), WHOLE));
    }
    for (var mark : lanes.marks()) {
      svg = svg.add(Svg.line("mark " + style(mark), x(mark.at()), 0, x(mark.at()), WHOLE));
    }
    for (var span : lane.spans()) {
      svg = svg.add(bar(span));
    }
    for (var span : lane.spans()) {
      svg = svg.add(end(span));
    }
    return svg;
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

  /** What the upright lines are, and which stretches of time are drawn shorter than they were. */
  private Html marks() {
    var items =
        Stream.concat(
                lanes.marks().stream().map(mark -> el("li", lanes.says(mark))),
                scale.cuts().stream()
                    .map(
                        cut ->
                            el(
                                "li",
                                "%s to %s is drawn shorter than it was"
                                    .formatted(lanes.time(cut.from()), lanes.time(cut.to())))))
            .toList();
    return styled("ul", "marks").add(items);
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
