package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Customer;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The customers of the service: they go on, whatever was deployed. */
public final class Customers {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long the prober waits. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private Customers() {}

  /** What one of them does. */
  interface Use<T> {
    /** Does it. */
    T by(Customer customer) throws IOException, InterruptedException;
  }

  /**
   * Lets one of them do something.
   *
   * @throws SandboxException when the service does not answer at all
   */
  static <T> T ask(Site site, Duration patience, Use<T> use) {
    try (var customer = new Customer(site.http(), patience)) {
      return use.by(customer);
    } catch (IOException e) {
      throw new SandboxException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }

  /** The same, with a patience that outlasts what is merely slow. */
  static <T> T ask(Site site, Use<T> use) {
    return ask(site, PATIENCE, use);
  }

  /**
   * Each of them asks for the grid, and none gets it in the time that customers wait.
   *
   * @throws SandboxException when one does
   */
  static void requireTooLate(Site site) {
    if (ask(site, TIME, customer -> inTime(customer, site.accounts().smoke()))) {
      throw new SandboxException("a customer is still served in time");
    }
  }

  private static boolean inTime(Customer customer, Accounts.User user)
      throws IOException, InterruptedException {
    try {
      return customer.useKey(user.apiKey()) == 200;
    } catch (HttpTimeoutException e) {
      return false; // too late is not served
    }
  }

  /**
   * One of them tries to log in until the answer has this status.
   *
   * @throws SandboxException when it does not get it in a reasonable time
   */
  public static void awaitLogin(Site site, int status) {
    awaitLogin(site, "answered with " + status, is -> is == status);
  }

  /**
   * The same, of several statuses.
   *
   * @param wanted what a login is then, in words
   */
  static void awaitLogin(Site site, String wanted, IntPredicate status) {
    Accounts.User user = site.accounts().smoke();
    Eventually.holds(
        "a login is " + wanted,
        () -> status.test(ask(site, c -> c.login(user.email(), user.password()))));
  }

  /**
   * Each of them uses the API key once, which makes the service remember a form of it.
   *
   * @return how many of them were served
   * @throws SandboxException when the service does not answer at all
   */
  public static int useApiKeys(Site site) {
    return Math.toIntExact(statuses(site).stream().filter(status -> status == 200).count());
  }

  /**
   * The same; what each of them was answered.
   *
   * @throws SandboxException when the service does not answer at all
   */
  static List<Integer> statuses(Site site) {
    return ask(
        site,
        customer -> {
          List<Integer> statuses = new ArrayList<>();
          for (Accounts.User user : site.accounts().users()) {
            statuses.add(customer.useKey(user.apiKey()));
          }
          return statuses;
        });
  }

  /**
   * Something is done until all of them are answered so.
   *
   * @param rounds how often at most
   * @throws SandboxException when they are not
   */
  static void untilAll(Site site, int rounds, IntPredicate answered, Runnable work) {
    for (int round = 0; round < rounds; round++) {
      work.run();
      if (statuses(site).stream().allMatch(answered::test)) {
        return;
      }
    }
    throw new SandboxException("customers are still served");
  }
}
