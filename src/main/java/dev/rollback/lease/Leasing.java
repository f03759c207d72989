package dev.rollback.lease;

import dev.rollback.action.Claim;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.RunEvent.LeaseTaken;
import dev.rollback.run.RunEvent.LeaseTaken.How;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rule by which a lease is taken: what is free, was given back, or belongs to a dead process of
 * the same run is taken at once; what looks abandoned is watched for as long as it lasts, because
 * the clocks of two machines need not agree; what is held is left alone, unless a person says
 * otherwise.
 */
public final class Leasing {
  /** How long a claim counts as alive after its last renewal. */
  public static final Duration LASTS = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Others may come between reading and writing; each time one of them has got on. */
  private static final int TRIES = 20;

  private final Register register;
  private final Claimant me;
  private final Clock clock;
  private final Predicate<Duration> pause;
  private final Consumer<Claim> watching;

  /**
   * A lease to be taken.
   *
   * @param pause waits for so long; false when the run is to stop
   * @param watching is told once when a claim looks abandoned and is watched
   */
  public Leasing(
      Register register,
      Claimant me,
      Clock clock,
      Predicate<Duration> pause,
      Consumer<Claim> watching) {
    this.register = register;
    this.me = me;
    this.clock = clock;
    this.pause = pause;
    this.watching = watching;
  }

  /** What came of it. */
  public sealed interface Result {
    /** It is ours. */
    record Taken(Lease lease) implements Result {}

    /** Somebody else has it. */
    record Held(Claim by) implements Result {}
  }

  /** Takes it if that is safe. */
  public Result take() {
    return take(Optional.empty());
  }

  /** Takes it also from {@code from}, and from nobody else. */
  public Result takeOver(Claim from) {
    return take(Optional.of(from));
  }

  private Result take(Optional<Claim> from) {
    for (var n = 0; n < TRIES; n++) {
      var seen = register.read();
      var how = how(seen, from);
      if (how.isEmpty()) {
        return new Result.Held(seen.orElseThrow());
      }
      var token = seen.map(Claim::token).orElse(0L) + 1;
      var mine = me.claim(token, clock.instant(), LASTS);
      if (register.replace(seen, mine)) {
        return new Result.Taken(new Lease(register, mine, clock, taken(token, how.get(), seen)));
      }
    }
    throw SystemException.refused(
        "others take and give back the lease at " + register.where() + " all the time",
        "Look who they are: one run at a time moves a target.");
  }

  private LeaseTaken taken(long token, How how, Optional<Claim> before) {
    var other = before.filter(c -> !me.wasMine(c)).map(Claim::label);
    return new LeaseTaken(register.where(), token, how, other);
  }

  /** Why what stands there may be taken; empty where it may not. */
  private Optional<How> how(Optional<Claim> seen, Optional<Claim> from) {
    if (seen.isEmpty() || !seen.get().held()) {
      return Optional.of(How.FREE);
    }
    var claim = seen.get();
    if (from.filter(claim::sameTaking).isPresent()) {
      return Optional.of(How.TAKEN_OVER);
    }
    if (me.wasMine(claim)) {
      return Optional.of(How.OWN);
    }
    return isAbandoned(claim) ? Optional.of(How.ABANDONED) : Optional.empty();
  }

  private boolean isAbandoned(Claim claim) {
    return looksAbandoned(claim, clock.instant()) && staysAsItIs(claim);
  }

  /** By our clock, which may be ahead of its holder's. */
  static boolean looksAbandoned(Claim claim, Instant now) {
    return now.isAfter(claim.renewed().plus(claim.lasts()));
  }

  /** Whether the holder lets pass the whole time in which it has to renew it. */
  private boolean staysAsItIs(Claim claim) {
    watching.accept(claim);
    for (var left = claim.lasts(); left.isPositive(); left = left.minus(LOOK)) {
      if (!pause.test(LOOK)) {
        return false;
      }
      if (!register.read().equals(Optional.of(claim))) {
        return false;
      }
    }
    return true;
  }
}
