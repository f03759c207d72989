package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Rounds;
import dev.rollback.report.CheckRun;
import dev.rollback.run.Elapsed;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the checks of a scenario on a target, once or until all pass. */
final class CheckJob {
  private final World world;
  private final Session session;
  private final Consumer<CheckResult> heard;

  /** Reads them there; {@code heard} is told of each reading. */
  CheckJob(World world, Session session, Consumer<CheckResult> heard) {
    this.world = world;
    this.session = session;
    this.heard = heard;
  }

  /**
   * Reads those that decide its success, as its conditions hold now.
   *
   * @param wait how long it is waited for those that do not pass; empty: not at all
   * @return what was read, with secrets masked
   * @throws UserException when a check must pass for longer than that
   */
  CheckRun read(BoundScenario scenario, Optional<Duration> wait) {
    var started = world.clock().instant();
    var checks = session.deciding(scenario);
    var name = scenario.scenario().scenario().value();
    wait.ifPresent(time -> requireTime(checks, time));
    var rounds = new Rounds(session.judge(), world.clock(), world.stop(), heard);
    var ended = wait.map(time -> rounds.until(checks, time)).orElseGet(() -> rounds.once(checks));
    return new CheckRun(
            name,
            session.target(),
            started,
            wait.isPresent(),
            world.stop().requested().filter(_ -> ended.stopped()),
            ended)
        .masked(world.redactor());
  }

  /** What can never pass in time is told at once, and not after that time. */
  private static void requireTime(List<BoundStep.Check<?, ?, ?>> checks, Duration wait) {
    checks.stream()
        .filter(c -> c.sustained().filter(must -> must.compareTo(wait) >= 0).isPresent())
        .findFirst()
        .ifPresent(
            c -> {
              throw new UserException(
                  "the check '%s' must pass for %s on end, and --wait gives it %s"
                      .formatted(
                          c.id(),
                          Elapsed.text(c.sustained().orElse(Duration.ZERO)),
                          Elapsed.text(wait)),
                  "Wait longer than that: it begins to count when the check passes first.");
            });
  }
}
