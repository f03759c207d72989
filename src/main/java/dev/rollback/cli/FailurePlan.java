package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.Plan;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.PlanMarkdown;
import dev.rollback.scenario.BoundScenario;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan that is made when checks do not pass: of readers only, saved for a person to approve.
 */
final class FailurePlan {
  private static final Duration LASTS = Duration.ofHours(4);

  private final World world;
  private final Workspace workspace;
  private final Session session;
  private final Output output;
  private final OnFailure wanted;
  private final Map<String, String> parameters;

  /**
   * Of the target of this session.
   *
   * @param parameters what the command line gives; the scenario gets those that it has
   */
  FailurePlan(
      World world,
      Workspace workspace,
      Session session,
      Output output,
      OnFailure wanted,
      Map<String, String> parameters) {
    this.world = world;
    this.workspace = workspace;
    this.session = session;
    this.output = output;
    this.wanted = wanted;
    this.parameters = parameters;
  }

  /**
   * What came of it.
   *
   * @param saved whether there is a plan in a file
   * @param title in a few words
   * @param lines for people: where it is and how it goes on, or why there is none
   * @param page the plan as Markdown; empty where there is none
   */
  record Made(boolean saved, String title, List<String> lines, Optional<String> page) {}

  /**
   * Before anything is read: whoever waits for minutes shall not learn then that it cannot be
   * planned.
   *
   * @throws UserException when there is no such scenario, or it does not fit the target
   * @throws SystemException when there is no place for the file
   */
  void require() {
    NewFile.requirePlace(world.directory().resolve(wanted.file()));
    bound();
  }

  private BoundScenario bound() {
    var read = workspace.read(wanted.scenario()).orThrow();
    var own = new LinkedHashMap<>(parameters);
    own.keySet().retainAll(read.scenario().parameters().keySet());
    return session.bind(read, own, world.clock().instant());
  }

  /** Plans it; whatever keeps it from that is told, and changes nothing of what was read. */
  Made make() {
    try {
      return made();
    } catch (UserException e) {
      return cannot(e.problems());
    } catch (RefusedException e) {
      return cannot(e.reasons());
    } catch (SystemException e) {
      return cannot(List.of(Problems.of(e)));
    }
  }

  private Made made() {
    var job = new Job(world, workspace, session, output, false);
    var planned = job.planned(bound(), LASTS);
    var name = planned.scenario();
    var stopped = world.stop().requested();
    if (stopped.isPresent()) {
      // Evidence that was not read to its end may show another cause.
      return none("interrupted by " + stopped.get());
    }
    output.line("");
    job.show(planned);
    if (planned.diagnosis().filter(Diagnosis::idle).isPresent()) {
      job.held(planned);
      return none("the diagnosis of '" + name + "' finds no cause that it is for");
    }
    if (!job.held(planned)) {
      return none("'" + name + "' must not be run as things are; the reason is above");
    }
    if (planned.nothingToDo()) {
      return none("'" + name + "' would change nothing");
    }
    PlanFile.of(planned).write(world.directory().resolve(wanted.file()), world.redactor());
    return saved(planned);
  }

  private Made saved(Plan plan) {
    var file = wanted.file();
    var lines =
        List.of(
            "Planned '%s', changed nothing, and saved the plan: %s"
                .formatted(plan.scenario(), file),
            "  look at it    rollback show " + file,
            "  approve it    rollback approve " + file,
            "  run it        rollback apply " + file,
            "It can be applied for %d hours, as long as nothing has moved."
                .formatted(LASTS.toHours()));
    return new Made(
        true,
        "'%s' is planned, ready to approve: %s".formatted(plan.scenario(), file),
        lines,
        Optional.of(PlanMarkdown.of(plan, output.layout())));
  }

  private static Made none(String why) {
    return new Made(false, "no plan: " + why, List.of("No plan: " + why + "."), Optional.empty());
  }

  private Made cannot(List<Diagnostic> problems) {
    output.problems(problems);
    return none("'%s' cannot be planned: %s".formatted(wanted.scenario(), first(problems)));
  }

  private static String first(List<Diagnostic> problems) {
    return problems.getFirst().message().lines().findFirst().orElse("");
  }
}
