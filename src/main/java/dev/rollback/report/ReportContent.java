package dev.rollback.report;

import java.util.List;

/**
 * All that a report says for people, in order: what Markdown and HTML have in common, so that they
 * cannot say different things.
 *
 * @param title of the whole report
 * @param verdict what happened, in a sentence
 * @param tone whether that is as it should be
 * @param summary what is to be known first
 * @param chapters the rest
 * @param stamp what the report was computed from
 */
public record ReportContent(
    String title,
    String verdict,
    Tone tone,
    List<Block> summary,
    List<Chapter> chapters,
    ReportStamp stamp) {

  /**
   * A chapter.
   *
   * @param id its name in links: lower-case letters and hyphens
   * @param title its heading
   */
  public record Chapter(String id, String title, List<Block> blocks) {}

  /** The content of a report; of the layout, only the zone counts. */
  public static ReportContent of(Report report, Layout layout) {
    return new ReportChapters(report, layout.zone()).content();
  }
}
