package dev.rollback.report.html;

import static dev.rollback.report.html.Html.el;

import dev.rollback.report.html.Html.Element;
import java.util.Locale;

/**
 * Drawings that keep their height and take the width there is: horizontally everything stands in
 * per cent, so that text and strokes are not stretched.
 */
final class Svg {
  private Svg() {}

  /** A drawing of this height in pixels that says what it shows. */
  static Element drawing(int height, String says) {
    return el("svg")
        .with("width", "100%")
        .with("height", String.valueOf(height))
        .with("role", "img")
        .with("aria-label", says);
  }

  /** One that says nothing that the text beside it does not say. */
  static Element ornament(int height) {
    return el("svg")
        .with("width", "100%")
        .with("height", String.valueOf(height))
        .with("aria-hidden", "true")
        .with("focusable", "false");
  }

  /** A rectangle; x and width in per cent, the rest in pixels. */
  static Element bar(String style, double x, double y, double width, double height) {
    return el("rect")
        .with("class", style)
        .with("x", percent(x))
        .with("y", number(y))
        .with("width", percent(width))
        .with("height", number(height));
  }

  /** A line; x in per cent, y in pixels. */
  static Element line(String style, double x1, double y1, double x2, double y2) {
    return el("line")
        .with("class", style)
        .with("x1", percent(x1))
        .with("y1", number(y1))
        .with("x2", percent(x2))
        .with("y2", number(y2));
  }

  /** A dot; x in per cent, the rest in pixels. */
  static Element dot(String style, double x, double y, double radius) {
    return el("circle")
        .with("class", style)
        .with("cx", percent(x))
        .with("cy", number(y))
        .with("r", number(radius));
  }

  /** A text; x in per cent, y of its base line in pixels. */
  static Element text(String style, double x, double y, String anchor, String text) {
    return el("text", text)
        .with("class", style)
        .with("x", percent(x))
        .with("y", number(y))
        .with("text-anchor", anchor);
  }

  static String percent(double value) {
    return number(value) + "%";
  }

  private static String number(double value) {
    var text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
