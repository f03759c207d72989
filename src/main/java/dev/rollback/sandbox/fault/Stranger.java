package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who has the password of the service's role: reads its users from outside, again and
 * again, and comes back when a session was ended.
 */
final class Stranger implements AutoCloseable {
  /** What the sessions call themselves. */
  static final String NAME = "psql";

  private static final Logger LOG = LoggerFactory.getLogger(Stranger.class);
  private static final int PAUSE_MILLIS = 200;
  private static final int LONGEST_END_SECONDS = 10;

  private final String url;
  private final Properties credentials = new Properties();
  private final AtomicInteger read = new AtomicInteger();
  private final CountDownLatch looted = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  private Stranger(String url, String role, String password) {
    this.url = url;
    credentials.setProperty("user", role);
    credentials.setProperty("password", password);
    credentials.setProperty("ApplicationName", NAME);
    credentials.setProperty("connectTimeout", "2");
    credentials.setProperty("socketTimeout", "5");
    thread = Thread.ofVirtual().name("stranger").start(this::steal);
  }

  /**
   * Begins, and returns when users have been read.
   *
   * @throws SandboxException when that does not work
   */
  static Stranger at(Site site) {
    var stranger = new Stranger(url(site), Site.DATABASE_ROLE, site.accounts().databasePassword());
    try {
      if (!stranger.looted.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        stranger.close();
        throw new SandboxException("the stranger has not read anything");
      }
    } catch (InterruptedException e) {
      stranger.close();
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
    return stranger;
  }

  /** Whether the password that leaked still opens a session. */
  static boolean getsIn(Site site) {
    try (var connection =
        DriverManager.getConnection(
            url(site), Site.DATABASE_ROLE, site.accounts().databasePassword())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      LOG.debug("{}", e.getMessage());
      return false; // refused: that is what is asked
    }
  }

  private static String url(Site site) {
    return site.postgres().replaceFirst("\\?.*", "");
  }

  private void steal() {
    try {
      do {
        session();
      } while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One session, until it is ended by somebody. */
  private void session() throws InterruptedException {
    try (Connection connection = DriverManager.getConnection(url, credentials);
        var users = connection.prepareStatement("SELECT email, password_legacy FROM users")) {
      do {
        try (var rows = users.executeQuery()) {
          while (rows.next()) {
            read.incrementAndGet();
          }
        }
        if (read.get() > 0) {
          looted.countDown();
        }
      } while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      LOG.debug("{}", e.getMessage()); // thrown out, or not let in: the next attempt comes
    }
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join(LONGEST_END_SECONDS * 1000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
