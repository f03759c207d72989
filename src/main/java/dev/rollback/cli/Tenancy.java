package dev.rollback.cli;

import dev.rollback.action.Claim;
import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.Topic;
import dev.rollback.journal.JournalStore;
import dev.rollback.lease.Claimant;
import dev.rollback.lease.FileRegister;
import dev.rollback.lease.Lease;
import dev.rollback.lease.Leasing;
import dev.rollback.lease.Register;
import dev.rollback.plan.Plan;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.LeaseLostException;
import dev.rollback.run.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The right of one run to move one target: a lock on this machine, which ends with the process, and
 * a lease where the target is, which keeps other machines away.
 */
final class Tenancy implements AutoCloseable {
  /** How long a run of which the lease was taken over may take to end. */
  private static final Duration STANDS_DOWN = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Output output;
  private final JournalStore.TargetLock lock;
  private final Lease lease;

  private Tenancy(Output output, JournalStore.TargetLock lock, Lease lease) {
    this.output = output;
    this.lock = lock;
    this.lease = lease;
  }

  /** The right as the runner asks for it. */
  Tenure tenure() {
    return lease;
  }

  /** Takes it for runs of one target. */
  static final class Taking {
    private final World world;
    private final Workspace workspace;
    private final Output output;
    private final Plan plan;
    private final Map<String, String> key;
    private final Register register;
    private final boolean takeOver;

    /**
     * Nothing is taken yet.
     *
     * @param takeOver whether a person wants it also from a run that is alive
     */
    Taking(
        World world,
        Workspace workspace,
        Session session,
        Output output,
        Plan plan,
        boolean takeOver) {
      this.world = world;
      this.workspace = workspace;
      this.output = output;
      this.plan = plan;
      this.takeOver = takeOver;
      var place = session.leases().place();
      // What a scenario uses of a target may differ from run to run; where its lease is, does not.
      this.key = place.map(p -> Map.of("lease", p.key())).orElse(plan.addresses());
      this.register =
          place
              .map(Leases.Place::register)
              .orElseGet(
                  () ->
                      new FileRegister(
                          workspace.journals().targetFile(plan.target(), key, ".claim")));
    }

    /**
     * Takes it.
     *
     * @throws SystemException naming the holder, when that is a process on this machine
     * @throws RefusedException naming the holder, when that is another
     * @throws UnansweredException when it would have to be taken over, and nobody says so
     */
    Tenancy take(String run) {
      var leasing = leasing(run);
      try {
        var lock = workspace.journals().lockTarget(plan.target(), key, run);
        return lease(lock, leasing);
      } catch (SystemException e) {
        if (!takeOver) {
          throw e;
        }
        return overFromThisMachine(run, leasing, e);
      }
    }

    /** Who moves the target now, for somebody who is about to decide whether to. */
    Optional<String> note() {
      return register
          .read()
          .filter(Claim::held)
          .map(
              claim ->
                  "note: the target is being moved by %s, last seen at %s. %s"
                      .formatted(claim.label(), seen(claim), watching(claim)));
    }

    private static Instant seen(Claim claim) {
      return claim.renewed().truncatedTo(ChronoUnit.SECONDS);
    }

    private Leasing leasing(String run) {
      var me = new Claimant(world.user(), world.host(), ProcessHandle.current().pid(), run);
      return new Leasing(register, me, world.clock(), world.stop()::pause, new Telling());
    }

    /** Says it among the lines of the run. */
    private final class Telling implements Leasing.Listener {
      @Override
      public void watching(Claim claim) {
        output.line(
            "The target seems to have been left by %s, last seen at %s. Watching for %d s whether it is alive …"
                .formatted(claim.label(), seen(claim), claim.lasts().toSeconds()));
      }

      @Override
      public void notRenewed(String where, SystemException why) {
        output.line(
            "note: the lease at %s could not be renewed (%s); it is tried again, at the latest before the next write"
                .formatted(where, why.problem()));
      }

      @Override
      public void lost(LeaseLostException why) {
        output.note("note: " + why.getMessage());
      }
    }

    private Tenancy lease(JournalStore.TargetLock lock, Leasing leasing) {
      try {
        return switch (leasing.take()) {
          case Leasing.Result.Taken(var lease) -> new Tenancy(output, lock, lease.beating());
          case Leasing.Result.Held(var by) when takeOver -> {
            confirm(by.label());
            yield new Tenancy(output, lock, over(leasing, by).beating());
          }
          case Leasing.Result.Held(var by) -> throw held(by);
        };
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    }

    /** The other process finds out before its next write, ends, and with it its lock. */
    private Tenancy overFromThisMachine(String run, Leasing leasing, SystemException held) {
      var seen = register.read().filter(Claim::held).orElseThrow(() -> held);
      confirm(seen.label());
      var lease = over(leasing, seen);
      output.line("Taken over. Waiting for process " + seen.pid() + " to notice, and to end …");
      for (var left = STANDS_DOWN; left.isPositive(); left = left.minus(LOOK)) {
        var lock = locked(run);
        if (lock.isPresent()) {
          return new Tenancy(output, lock.get(), lease.beating());
        }
        if (!world.stop().pause(LOOK)) {
          break;
        }
      }
      lease.close();
      throw new RefusedException(
          List.of(
              Diagnostic.error(
                      "process %d was told that it no longer has the target, but it has not ended"
                          .formatted(seen.pid()))
                  .advise(
                      "It writes nothing more. It may be waiting for an answer at its terminal: end"
                          + " it (kill "
                          + seen.pid()
                          + "), then try again.")));
    }

    private Optional<JournalStore.TargetLock> locked(String run) {
      try {
        return Optional.of(workspace.journals().lockTarget(plan.target(), key, run));
      } catch (SystemException e) {
        output.progress("lock", e.problem());
        return Optional.empty();
      }
    }

    private Lease over(Leasing leasing, Claim from) {
      return switch (leasing.takeOver(from)) {
        case Leasing.Result.Taken(var lease) -> lease;
        case Leasing.Result.Held(var by) -> throw held(by);
      };
    }

    private RefusedException held(Claim by) {
      return new RefusedException(
          List.of(
              Diagnostic.error(
                      "target '%s' is being moved by %s (%s)"
                          .formatted(plan.target(), by.label(), register.where()))
                  .advise(
                      "One run at a time moves a target. Wait until that one has ended, or talk to"
                          + " "
                          + by.user()
                          + ". "
                          + watching(by)
                          + " --take-over asks, and takes it away: that run then stops before its"
                          + " next write.")
                  .see(Topic.LEASE)));
    }

    /** A run can be watched where its journal is. */
    private String watching(Claim by) {
      var there = by.host().equals(world.host()) ? "" : " on " + by.host();
      return "`rollback watch %s`%s shows how far it is.".formatted(by.run(), there);
    }

    private void confirm(String holder) {
      if (!world.console().interactive()) {
        throw new UnansweredException(
            "the target was not taken over from " + holder + ": nobody is there to say so",
            "Run it at a terminal: --take-over always asks.");
      }
      output.line("");
      var prompt =
          Prompt.yesNo(
              "Target '%s' is being moved by %s.%nIf you take it over, that run stops before its next write, wherever it is then.%nTake it over?"
                  .formatted(plan.target(), holder));
      if (!world.console().ask(prompt).equals(Optional.of(Prompt.YES))) {
        throw new UnansweredException(
            "the target was not taken over from " + holder, "Nothing was changed.");
      }
    }
  }

  /** Gives both back. That the place of the lease cannot be reached any more is told. */
  @Override
  public void close() {
    try (lock) {
      lease.close();
    } catch (SystemException e) {
      output.line(
          "note: the lease at %s could not be given back (%s); it counts as abandoned after %d s"
              .formatted(lease.where(), e.problem(), Leasing.LASTS.toSeconds()));
    }
  }
}
