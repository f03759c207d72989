package dev.rollback.report;

import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a scenario did against one fault. */
@Doc("How a scenario did against one fault.")
public record DrillResult(
    @Doc("The scenario's name.") String scenario,
    @Doc("What was broken.") String fault,
    @Doc("The run's id; missing where no run was begun.") Optional<String> run,
    @Doc("The causes that the diagnosis found.") List<String> causes,
    @Doc("Whether the cause that was made is among them.") boolean detected,
    @Doc("Whether the service works again and nothing is left of the fault; judged from outside.")
        boolean healed,
    @Doc("What is wrong, where it was not healed.") Optional<String> wrong,
    @Doc("From the first look until customers were served for good.") Optional<Duration> recovered,
    @Doc("How long the playbook says that it takes by hand.") Optional<Duration> estimate,
    @Doc("How long customers were not served.") Optional<Duration> downtime,
    @Doc("How often a customer tried.") int attempts,
    @Doc("How often in vain.") int failed,
    @Doc("What the undo of the run did.") Undone undone) {

  /** What the undo of a run did. */
  @Doc("What the undo of the run did.")
  public record Undone(
      @Doc("Whether it was tried.") boolean tried,
      @Doc("What is not as it was before the run.") List<String> notBack,
      @Doc("The steps of which the plan said before that they cannot be undone.")
          List<String> foretold) {
    /** It was not tried. */
    public static final Undone NOT_TRIED = new Undone(false, List.of(), List.of());

    /** Whether all is as it was, or as the plan said that it would be. */
    public boolean asForetold() {
      return notBack.isEmpty() || !foretold.isEmpty();
    }
  }

  /** Of a drill that could not be made. */
  public static DrillResult notDrilled(String scenario, String fault, String why) {
    return new DrillResult(
        scenario,
        fault,
        Optional.empty(),
        List.of(),
        false,
        false,
        Optional.of(why),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Undone.NOT_TRIED);
  }

  /** Whether it did all that a scenario has to do. */
  public boolean good() {
    return detected && healed && (!undone.tried() || undone.asForetold());
  }
}
