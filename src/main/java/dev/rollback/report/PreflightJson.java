package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.PreflightResult;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.List;

/** What preflight found, for other programs. */
public final class PreflightJson {
  private PreflightJson() {}

  /** The form of the JSON. */
  @Doc("What preflight found.")
  public record Form(
      @Doc("Whether everything that is needed is there.") boolean met,
      @Doc("Each thing that is needed.") List<PreflightResult> results) {}

  /** {@code {met, results}}. */
  public static JsonNode of(List<PreflightResult> results) {
    return Codec.of(Form.class)
        .encode(new Form(results.stream().allMatch(PreflightResult::met), results));
  }

  /** The same as text, indented. */
  public static String text(List<PreflightResult> results) {
    return Json.text(of(results));
  }
}
