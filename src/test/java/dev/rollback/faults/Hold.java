package dev.rollback.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Holds the first message that is meant, until it is let go; all others pass. */
public final class Hold implements Faults {
  private final Predicate<Request> request;
  private final Predicate<Request> answered;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<Request> held = new CompletableFuture<>();
  private final CompletableFuture<Fate> release = new CompletableFuture<>();

  private Hold(Predicate<Request> request, Predicate<Request> answered) {
    this.request = request;
    this.answered = answered;
  }

  /** Holds a request: the server has not got it. */
  public static Hold before(Predicate<Request> which) {
    return new Hold(which, _ -> false);
  }

  /** Holds the reply to a request: the server has done it, and the client does not know. */
  public static Hold after(Predicate<Request> which) {
    return new Hold(_ -> false, which);
  }

  /**
   * Waits until the message is there and held.
   *
   * @return the request that it is, or that it answers
   * @throws AssertionError when it does not come in time
   */
  public Request await(Duration atMost) throws InterruptedException {
    try {
      return held.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no such message came within " + atMost, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the message is there. */
  public boolean isHeld() {
    return held.isDone();
  }

  /** Ends the hold; {@link Fate#PASS} sends the message on, {@link Fate#CUT} loses it. */
  public void letGo(Fate fate) {
    release.complete(fate);
  }

  @Override
  public Fate request(Request r) {
    return request.test(r) ? hold(r) : Fate.PASS;
  }

  @Override
  public Fate reply(Reply r) {
    return answered.test(r.to()) ? hold(r.to()) : Fate.PASS;
  }

  private Fate hold(Request r) {
    if (!taken.compareAndSet(false, true)) {
      return Fate.PASS;
    }
    held.complete(r);
    return release.join();
  }
}
