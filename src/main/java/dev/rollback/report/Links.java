package dev.rollback.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Links within a run's directory. */
public final class Links {
  private Links() {}

  /** To a file beside the report, whatever its name is: it can lead nowhere else. */
  public static String relative(String file) {
    return "./" + URLEncoder.encode(file, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
