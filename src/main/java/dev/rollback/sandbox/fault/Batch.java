package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Customer;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A customer's program that hands in a report again and again, of the size in its settings. */
final class Batch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int TOO_LARGE = 200_000;
  private static final int SMALLER = 20_000;

  private final Site site;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  private Batch(Site site) {
    this.site = site;
    this.thread = Thread.ofVirtual().name("batch").start(this::work);
  }

  /** Starts it, with reports that are too large. */
  static Batch at(Site site) {
    setSize(site, TOO_LARGE);
    return new Batch(site);
  }

  /** Its owner changes its settings, which it reads each time. */
  static void makeSmaller(Site site) {
    setSize(site, SMALLER);
  }

  /** What a report of the size that it hands in now is answered. */
  static int answer(Site site) {
    return Customers.ask(site, customer -> report(site, customer));
  }

  private static int report(Site site, Customer customer) throws IOException, InterruptedException {
    var size = Integer.parseInt(Files.readString(settings(site)));
    return customer.report(owner(site).apiKey(), size);
  }

  private static Accounts.User owner(Site site) {
    return site.accounts().users().getLast();
  }

  private static Path settings(Site site) {
    return site.directory().resolve("batch-report-bytes");
  }

  private static void setSize(Site site, int bytes) {
    try {
      var written = Files.writeString(site.directory().resolve("batch.new"), "" + bytes);
      Files.move(written, settings(site), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SandboxException("the settings of the batch cannot be written", e);
    }
  }

  private void work() {
    try (var customer = new Customer(site.http(), PATIENCE)) {
      do {
        try {
          LOG.debug("a report was answered with {}", report(site, customer));
        } catch (IOException e) {
          LOG.debug("{}", e.toString()); // the next one comes
        }
      } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join(PATIENCE.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
