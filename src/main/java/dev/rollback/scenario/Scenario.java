package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Limit;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Key;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A runbook as it is written: every key of the file is a component here. */
@Doc("A runbook: what to observe, to change and to verify in one kind of incident.")
public record Scenario(
    @Key("apiVersion") @Doc("The format: rollback/v1.") Located<String> apiVersion,
    @Doc("The scenario's name; the file is named after it.") Located<String> scenario,
    @Doc("What it is about, for a person in a hurry.") String title,
    @Doc("What is seen from outside when this is the right scenario.") List<String> symptoms,
    @Doc("The team that answers for it.") String owner,
    @Doc("Whom to reach.") Optional<Contacts> contacts,
    @Doc("When it was reviewed, and how often it must be.") Optional<Review> review,
    @Doc("How long it takes.") Optional<Estimate> estimate,
    @Doc("How many objects a run may move at most in all, by kind: {keys: 5000, pods: 20}.")
        Optional<Limit> limit,
    @Doc(
            "Which channels are told what happens in a run. A channel that cannot be reached never"
                + " holds a run up.")
        @Key("notify")
        List<Notify> notifications,
    @Doc("Values that can be given with -p name=value.") Map<String, Parameter> parameters,
    @Doc(
            "Checks read before the plan is made; `when` refers to them, and none of them stops a"
                + " run.")
        List<StepForm.CheckStep> evidence,
    @Doc(
            "The causes that this scenario is for, each told from the others by the evidence. Where"
                + " none of them is found, nothing is changed.")
        List<Cause> diagnosis,
    @Doc("Checks that must pass before step 1.") List<StepForm.CheckStep> before,
    @Doc("What is done, in this order.") List<StepForm> steps,
    @Doc("Checks that decide whether it worked.") List<StepForm.CheckStep> after,
    @Doc("Work that remains for people afterwards.") List<FollowUp> followUp) {

  /** The names of the causes that it is for, in their order. */
  public Set<String> causes() {
    return diagnosis.stream()
        .map(c -> c.cause().value())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The steps that call other scenarios, in their order. */
  public Stream<StepForm.ScenarioStep> calls() {
    return steps.stream().flatMap(StepForm::flatten).flatMap(StepForm::call);
  }

  /** A cause that the scenario is for. */
  @Doc("A cause that the scenario is for; conditions ask for it: `'NAME' in causes`.")
  public record Cause(
      @Doc("The cause's name, in the form of an id.") Located<String> cause,
      @Doc("What is wrong then, for people.") String title,
      @Doc(
              "A condition in CEL over `parameters` and `evidence`. Evidence that was inconclusive"
                  + " has neither passed nor failed: where the condition needs it, the cause is not"
                  + " found.")
          Located<String> when) {}

  /** Whom to reach. */
  @Doc("Whom to reach.")
  public record Contacts(
      @Doc("The channel or rota of those on call.") Optional<String> onCall,
      @Doc("Who decides when it takes too long.") Optional<String> escalateTo) {}

  /** When it was reviewed. */
  @Doc("When it was reviewed.")
  public record Review(
      @Doc("The day of the last review.") LocalDate last,
      @Doc("How often it must be reviewed: P30D.") String every) {
    /** Checks the period. */
    public Review {
      try {
        var _ = Period.parse(every);
      } catch (java.time.format.DateTimeParseException e) {
        throw new IllegalArgumentException(
            "'" + every + "' is no period of days: write P30D for thirty days", e);
      }
    }
  }

  /** How long it takes. */
  @Doc("How long it takes.")
  public record Estimate(
      @Doc("From the first step to the verification.") Optional<Duration> duration,
      @Doc("How long users will notice.") Optional<Duration> downtime) {}

  /** A value that can be given on the command line. */
  @Doc("A value that can be given with -p name=value.")
  public record Parameter(
      @Doc("The type.") @Default("string") ParameterType type,
      @Doc("The value when none is given; without it the parameter is required.") @Key("default")
          Optional<Located<JsonNode>> defaultValue,
      @Doc("What it is.") String description) {}

  /** The types of parameters. */
  public enum ParameterType {
    /** A text. */
    STRING,
    /** A whole number. */
    INTEGER,
    /** A number. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** A duration in ISO 8601. */
    DURATION,
    /** Texts; on the command line separated by commas. */
    LIST
  }

  /** Work for people afterwards. */
  @Doc("Work that remains for people afterwards.")
  public record FollowUp(
      @Doc("What to do.") String title,
      @Doc("Who does it.") String owner,
      @Doc("When it is due, counted from the end of the run: P1D.") String due) {
    /** Checks the period. */
    public FollowUp {
      try {
        var _ = Period.parse(due);
      } catch (java.time.format.DateTimeParseException e) {
        throw new IllegalArgumentException(
            "'" + due + "' is no period of days: write P1D for one day", e);
      }
    }
  }
}
