package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.Map;

/** A plan for other programs. */
public final class PlanJson {
  private PlanJson() {}

  /** The form of the JSON. */
  @Doc("A plan with its digest.")
  public record Form(
      @Doc("SHA-256 over the plan, in hex: what an approval belongs to.") String digest,
      @Doc("The plan in a sentence.") String summary,
      @Doc("Whether nothing would be changed, sent or asked of a person's hands.")
          boolean nothingToDo,
      @Doc("How many objects the run moves in all, by kind, as far as it is known.")
          Map<String, Long> predicted,
      @Doc("The plan.") Plan plan) {}

  /** The plan as a tree: {@code {digest, summary, nothing-to-do, predicted, plan}}. */
  public static JsonNode of(Plan plan) {
    return Codec.of(Form.class).encode(form(plan));
  }

  static Form form(Plan plan) {
    return new Form(
        PlanDigest.of(plan),
        PlanText.PlanSummary.of(plan),
        plan.nothingToDo(),
        plan.predicted(),
        plan);
  }

  /** The same as text, indented. */
  public static String text(Plan plan) {
    return Json.text(of(plan));
  }
}
