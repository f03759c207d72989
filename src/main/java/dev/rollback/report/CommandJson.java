package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.Plan;
import dev.rollback.run.Outcome;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The forms of what single commands say to programs, where no text of their own belongs to it. */
public final class CommandJson {
  private CommandJson() {}

  /** What came of a command. */
  @Doc("What came of a command that has nothing else to show, or no longer could show it.")
  public record Result(
      @Doc("The run that it was about; missing where it was about none.") Optional<String> run,
      @Doc("How that run stands; missing where it has not ended.") Optional<Outcome> outcome) {}

  /** How far a step has come. */
  @Doc("How far a step has come. It is not recorded, and there may be any number of them.")
  public record Progress(
      @Doc("The run's id.") String run,
      @Doc("The step's id.") String step,
      @Doc("How far it has come.") String text) {
    /** As JSON. */
    public static JsonNode of(String run, String step, String text) {
      return Codec.of(Progress.class).encode(new Progress(run, step, text));
    }
  }

  /** A scenario as it is written. */
  @Doc("A scenario as it is written.")
  public record Source(
      @Doc("The scenario's name.") String scenario,
      @Doc("What it is about.") String title,
      @Doc("The file.") String file,
      @Doc("All that stands in it.") String text) {}

  /** A saved plan. */
  @Doc("A saved plan, and whether it can still be applied.")
  public record SavedPlan(
      @Doc("SHA-256 over the plan, in hex: what an approval belongs to.") String digest,
      @Doc("The plan in a sentence.") String summary,
      @Doc("Whether nothing would be changed, sent or asked of a person's hands.")
          boolean nothingToDo,
      @Doc("How many objects the run moves in all, by kind, as far as it is known.")
          Map<String, Long> predicted,
      @Doc("The plan.") Plan plan,
      @Doc("Whether it can be applied, as far as can be told without any connection.")
          boolean applicable,
      @Doc("Why it cannot be applied.") List<DiagnosticJson.Form> obstacles) {

    /** Of a plan. */
    public static SavedPlan of(Plan plan, List<DiagnosticJson.Form> obstacles) {
      var form = PlanJson.form(plan);
      return new SavedPlan(
          form.digest(),
          form.summary(),
          form.nothingToDo(),
          form.predicted(),
          plan,
          obstacles.isEmpty(),
          obstacles);
    }
  }

  /** A signed approval. */
  @Doc("An approval that was signed.")
  public record Approval(
      @Doc("The file that holds it.") String file,
      @Doc("Who signed it.") String by,
      @Doc("Until when it holds.") Instant until,
      @Doc("What it is about, in a sentence.") String subject,
      @Doc("The text that was signed.") String text,
      @Doc("The signature, as `ssh-keygen -Y sign` made it.") String signature) {}

  /** What stands for the record of a run. */
  @Doc("What stands for all that a run has recorded.")
  public record Head(
      @Doc("The run's id.") String run,
      @Doc("How many entries its journal has.") int entries,
      @Doc("When the last one was written.") Instant last,
      @Doc("SHA-256 of the last line, in hex.") String head) {}

  /** A comparison with what was kept elsewhere. */
  @Doc("A comparison with what was kept elsewhere.")
  public record Anchor(
      @Doc("Whether it is of this journal.") boolean holds,
      @Doc("How many entries the journal had then.") Optional<Integer> entries,
      @Doc("Why it does not hold.") Optional<String> problem) {}

  /** What a run's record proves. */
  @Doc("What a run's record proves.")
  public record Verification(
      @Doc("The run's id.") String run,
      @Doc("Whether everything is as it was written.") boolean intact,
      @Doc("How many entries are intact.") int entries,
      @Doc("SHA-256 of the last intact line, in hex.") String head,
      @Doc("How many saved contents are intact.") int blobs,
      @Doc("Everything that is not as it was written.") List<String> damages,
      @Doc("What is no damage and yet not of the record.") List<String> remarks,
      @Doc("How many signed approvals were verified again; missing where there are none.")
          Optional<Integer> approvals,
      @Doc("Which of them do not hold.") List<String> approvalsRefused,
      @Doc("The hash that was given with --head.") Optional<Anchor> anchoredHead,
      @Doc("The report that was given with --report.") Optional<Anchor> report) {}

  /** The runbooks that are valid or not. */
  @Doc("Runbooks and configuration that were read; what is wrong with them is under `problems`.")
  public record Validation(
      @Doc("Whether nothing keeps any of them from being used.") boolean valid,
      @Doc("The files.") List<String> files) {}

  /** What was due in one run. */
  @Doc("A run with temporary changes whose time was over.")
  public record DueRun(
      @Doc("The run's id.") String run,
      @Doc("The steps whose changes were to be taken back.") List<String> due,
      @Doc("Those that are still in place.") List<String> left) {}

  /** What was due. */
  @Doc("The runs in which something was due.")
  public record Due(@Doc("The runs.") List<DueRun> runs) {}

  /** A schema. */
  @Doc("A JSON Schema.")
  public record Schema(
      @Doc("What it is the schema of: the word after `rollback schema`.") String name,
      @Doc("The schema.") JsonNode schema) {}
}
