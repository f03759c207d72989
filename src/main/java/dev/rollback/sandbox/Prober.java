package dev.rollback.sandbox;

import dev.rollback.sandbox.site.Customer;
import dev.rollback.sandbox.site.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A customer: logs in and uses an API key again and again, from outside, and remembers when that
 * worked. It knows nothing of the run that is going on.
 */
public final class Prober implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String email;
  private final String password;
  private final String apiKey;
  private final Clock clock;
  private final Customer customer;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread;

  /** One attempt. */
  public record Sample(Instant at, boolean served) {}

  /**
   * What the customer saw.
   *
   * @param attempts how many attempts were made
   * @param failed how many of them were not served
   * @param firstFailure when the first one was not served
   * @param recovered when service was back for good, if it was
   */
  public record Verdict(
      int attempts, int failed, Optional<Instant> firstFailure, Optional<Instant> recovered) {
    /** How long customers were not served, if they are by now. */
    public Optional<Duration> outage() {
      return firstFailure.flatMap(from -> recovered.map(to -> Duration.between(from, to)));
    }
  }

  private Prober(URI base, String email, String password, String apiKey, Clock clock) {
    this.email = email;
    this.password = password;
    this.apiKey = apiKey;
    this.clock = clock;
    this.customer = new Customer(base, PATIENCE);
    this.thread = Thread.ofVirtual().name("prober").start(this::probe);
  }

  /** Starts to probe a sandbox's service as its smoke user. */
  public static Prober start(Sandbox sandbox, Clock clock) {
    return start(sandbox.http(), sandbox.smokeUser(), sandbox.smokeApiKey(), clock);
  }

  /**
   * Starts to probe a sample service anywhere.
   *
   * @param base its address
   * @param apiKey the file that holds an API key
   * @throws SandboxException when the credentials cannot be read
   */
  static Prober start(URI base, SmokeUser user, Path apiKey, Clock clock) {
    try {
      return new Prober(base, text(user.email()), text(user.password()), text(apiKey), clock);
    } catch (IOException e) {
      throw new SandboxException("the smoke user's credentials cannot be read", e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  private void probe() {
    try {
      do {
        var served = served();
        synchronized (samples) {
          samples.add(new Sample(clock.instant(), served));
        }
      } while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean served() throws InterruptedException {
    try {
      return customer.login(email, password) == 200 && customer.useKey(apiKey) == 200;
    } catch (IOException e) {
      return false; // refused, reset, too late: to a customer it is all the same
    }
  }

  /** What was seen so far. */
  public Verdict verdict() {
    synchronized (samples) {
      var failed = samples.stream().filter(s -> !s.served()).toList();
      var first = failed.stream().findFirst().map(Sample::at);
      var last = failed.isEmpty() ? Instant.MIN : failed.getLast().at();
      var recovered =
          first.flatMap(
              _ -> samples.stream().map(Sample::at).filter(at -> at.isAfter(last)).findFirst());
      return new Verdict(samples.size(), failed.size(), first, recovered);
    }
  }

  /**
   * Waits until an attempt that began after this call was served, or the time is over.
   *
   * @return whether it was served
   */
  public boolean awaitServed(Duration patience) {
    var until = System.nanoTime() + patience.toNanos();
    try {
      while (System.nanoTime() < until) {
        if (served()) {
          return true;
        }
        if (stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the attempts; what was seen stays. */
  public void stop() {
    stopped.countDown();
    try {
      thread.join(PATIENCE.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    customer.close();
  }
}
