package dev.rollback.lease;

import dev.rollback.action.Claim;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.LeaseLostException;
import dev.rollback.run.RunEvent;
import dev.rollback.run.Tenure;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that was taken. It is renewed in the background, and confirmed before each write: who
 * slept meanwhile, or was cut off, finds out there that it is another's by now.
 */
public final class Lease implements Tenure, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /** The renewal may fail twice before the lease looks abandoned. */
  private static final int RENEWALS = 3;

  private final Register register;
  private final Clock clock;
  private final RunEvent.LeaseTaken taken;
  private Claim claim;
  private volatile Optional<LeaseLostException> lost = Optional.empty();
  private final CountDownLatch closed = new CountDownLatch(1);

  Lease(Register register, Claim claim, Clock clock, RunEvent.LeaseTaken taken) {
    this.register = register;
    this.claim = claim;
    this.clock = clock;
    this.taken = taken;
  }

  @Override
  public Optional<RunEvent.LeaseTaken> taken() {
    return Optional.of(taken);
  }

  /** What was put there. */
  public synchronized Claim claim() {
    return claim;
  }

  /** Where it is. */
  public String where() {
    return register.where();
  }

  /** Renews it from now on, until it is closed. */
  public Lease beating() {
    Thread.ofPlatform().daemon().name("lease").start(this::beatUntilClosed);
    return this;
  }

  private void beatUntilClosed() {
    var every = claim().lasts().toMillis() / RENEWALS;
    try {
      while (!closed.await(every, TimeUnit.MILLISECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }

  private void beat() {
    try {
      renew();
    } catch (LeaseLostException e) {
      LOG.warn("{}", e.getMessage());
    } catch (SystemException e) {
      // Whoever writes next asks again, and hears of it then.
      LOG.warn("the lease at {} cannot be renewed: {}", register.where(), e.problem());
    }
  }

  @Override
  public void confirm() {
    try {
      renew();
    } catch (SystemException e) {
      throw SystemException.refused(
          "nothing was written, because it cannot be confirmed that this run still holds the"
              + " target, at %s: %s".formatted(register.where(), e.problem()),
          e.advice().orElse("Try again when that can be reached."),
          e);
    }
  }

  @Override
  public void confirmCheaply() {
    lost.ifPresent(
        e -> {
          throw e;
        });
  }

  private synchronized void renew() {
    confirmCheaply();
    var next = claim.renewedAt(clock.instant());
    if (register.replace(Optional.of(claim), next)) {
      claim = next;
      return;
    }
    var stands = register.read();
    if (isStillOurs(stands) && register.replace(stands, next)) {
      claim = next;
      return;
    }
    throw lose(stands);
  }

  /**
   * A renewal whose answer was lost has been made all the same; and a register that is emptied
   * (FLUSHDB) has had no other holder, where it would remember one.
   */
  private boolean isStillOurs(Optional<Claim> stands) {
    return stands.map(c -> c.held() && c.sameTaking(claim)).orElse(register.remembers());
  }

  private LeaseLostException lose(Optional<Claim> stands) {
    var now = stands.filter(c -> !c.sameTaking(claim)).map(Claim::label);
    var exception = new LeaseLostException(register.where(), now);
    lost = Optional.of(exception);
    return exception;
  }

  /**
   * Gives it back, if it is still ours.
   *
   * @throws SystemException when the place cannot be reached: then it counts as abandoned in a
   *     while
   */
  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      if (lost.isEmpty()) {
        register.replace(Optional.of(claim), claim.releasedAt(clock.instant()));
      }
    }
  }
}
