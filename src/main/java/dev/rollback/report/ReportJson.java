package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.shape.Codec;

/** A report for other programs; {@link Report} is its form. */
public final class ReportJson {
  private ReportJson() {}

  /** The report as a tree. */
  public static JsonNode of(Report report) {
    return Codec.of(Report.class).encode(report);
  }

  /** The same as text, indented. */
  public static String text(Report report) {
    return Json.text(of(report));
  }
}
