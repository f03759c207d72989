package dev.rollback.report.html;

import static dev.rollback.report.html.Html.el;
import static dev.rollback.report.html.Html.styled;

import dev.rollback.report.Series;
import dev.rollback.report.Series.Point;
import dev.rollback.report.html.Html.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws what a check read over time, with what it is compared with. */
final class PlotDrawing {
  private static final int HEIGHT = 150;
  private static final int TOP = 16;
  private static final int BOTTOM = 124;
  private static final int MANY = 60;
  private static final int MOST = 500;
  private static final int SAMPLE = 22;
  private static final double LATE = 90;

  private final Series series;
  private final TimeScale scale;
  private final List<Point> drawn;
  private final double least;
  private final double most;

  private PlotDrawing(Series series) {
    this.series = series;
    this.drawn = thinned(series.points());
    this.scale = TimeScale.of(series.points().stream().map(Point::at).toList());
    var low = numbers().min().orElse(0);
    var high = numbers().max().orElse(0);
    var room = high == low ? Math.max(Math.abs(high), 1) * 0.2 : (high - low) * 0.12;
    // A scale that begins at 0 shows how large a change is; far from 0 there is nothing to see.
    this.least = low >= 0 && low <= high * 0.6 ? 0 : low - room;
    this.most = high + room;
  }

  /** Of many readings every so many, and the last: more than there are pixels is seen by nobody. */
  private static List<Point> thinned(List<Point> points) {
    var every = 1 + points.size() / MOST;
    return IntStream.range(0, points.size())
        .filter(i -> i % every == 0 || i == points.size() - 1)
        .mapToObj(points::get)
        .toList();
  }

  static Html of(Series series) {
    return new PlotDrawing(series).figure();
  }

  private DoubleStream numbers() {
    return Stream.concat(
            series.points().stream().map(Point::value),
            series.limits().stream().map(Series.Limit::value))
        .mapToDouble(Double::doubleValue);
  }

  private Html figure() {
    return styled("figure", "plot", el("figcaption", series.title()), drawing(), legend());
  }

  private Html legend() {
    var last = series.points().getLast();
    var items = new ArrayList<Html>();
    series.all().ifPresent(all -> items.add(el("span", all)));
    items.add(el("span", "last read at " + series.says(last)));
    for (var limit : series.limits()) {
      var line = Svg.line(style(limit), 0, SAMPLE / 2.0, 100, SAMPLE / 2.0);
      var sample = Svg.ornament(SAMPLE).add(line).with("width", "28");
      items.add(el("span", sample, new Html.Text(limit.label())));
    }
    return styled("p", "legend").add(items);
  }

  private List<String> described() {
    return Stream.concat(series.all().stream(), series.says().stream()).toList();
  }

  private static String style(Series.Limit limit) {
    return switch (limit.kind()) {
      case THRESHOLD -> "threshold";
      case BASELINE -> "baseline";
    };
  }

  private Element drawing() {
    var svg =
        Svg.drawing(HEIGHT, series.title() + ": " + String.join("; ", described()))
            .add(Svg.line("plot-axis", 0, BOTTOM, 100, BOTTOM));
    for (var limit : series.limits()) {
      svg = svg.add(Svg.line(style(limit), 0, y(limit.value()), 100, y(limit.value())));
    }
    svg = svg.add(joined());
    svg = svg.add(drawn.stream().map(this::point).toList());
    return svg.add(times()).add(value());
  }

  private List<Html> joined() {
    var lines = new ArrayList<Html>();
    for (var i = 1; i < drawn.size(); i++) {
      var from = drawn.get(i - 1);
      var to = drawn.get(i);
      lines.add(Svg.line("series", x(from), y(from.value()), x(to), y(to.value())));
    }
    return lines;
  }

  private Html point(Point point) {
    var x = x(point);
    var y = y(point.value());
    var drawn =
        switch (point.verdict()) {
          case PASS -> Svg.dot("pass", x, y, series.points().size() > MANY ? 2 : 4.5);
          case FAIL -> Svg.text("fail", x, y + 6, "middle", "×");
          case INCONCLUSIVE -> Svg.text("fail", x, y + 6, "middle", "?");
        };
    return drawn.add(el("title", series.says(point)));
  }

  /** The last reading is the one that counts in the end. */
  private Html value() {
    var last = series.points().getLast();
    var late = x(last) > LATE;
    return Svg.text("value", x(last), y(last.value()) - 9, late ? "end" : "middle", last.text())
        .with("dx", late ? "5" : "0");
  }

  private List<Html> times() {
    var first = series.points().getFirst();
    var last = series.points().getLast();
    return series.points().size() == 1
        ? List.of(Svg.text("tick-text", x(first), HEIGHT - 8, "middle", series.time(first.at())))
        : List.of(
            Svg.text("tick-text", 0, HEIGHT - 8, "start", series.time(first.at())),
            Svg.text("tick-text", 100, HEIGHT - 8, "end", series.time(last.at())));
  }

  private double x(Point point) {
    return series.points().size() == 1 ? 50 : 2 + scale.place(point.at()) * 0.96;
  }

  private double y(double value) {
    return BOTTOM - (value - least) / (most - least) * (BOTTOM - TOP);
  }
}
