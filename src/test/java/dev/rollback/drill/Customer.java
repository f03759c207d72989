package dev.rollback.drill;

import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.site.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** The smoke user of a sandbox, who expects an answer to everything. */
public final class Customer implements AutoCloseable {
  /** In place of a status: the service has not answered in time. */
  public static final int NO_ANSWER = 0;

  private final dev.rollback.sandbox.site.Customer customer;
  private final Accounts.User user;

  /** Of this sandbox. */
  public Customer(Sandbox sandbox) {
    this.customer = new dev.rollback.sandbox.site.Customer(sandbox.http(), Duration.ofSeconds(5));
    this.user = sandbox.accounts().smoke();
  }

  private interface Use {
    int status() throws IOException, InterruptedException;
  }

  /** The name to log in with. */
  public String email() {
    return user.email();
  }

  /** The right password. */
  public String password() {
    return user.password();
  }

  /** The API key. */
  public String apiKey() {
    return user.apiKey();
  }

  /** The status of a login with the right password. */
  public int login() {
    return login(password());
  }

  /** The status of a login with this password. */
  public int login(String password) {
    return answered(() -> customer.login(email(), password));
  }

  /** The status of a request with the API key. */
  public int useKey() {
    return answered(() -> customer.useKey(apiKey()));
  }

  /** The status of a request without credentials. */
  public int anonymous() {
    return answered(customer::anonymous);
  }

  private static int answered(Use use) {
    try {
      return use.status();
    } catch (HttpTimeoutException _) {
      return NO_ANSWER;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    customer.close();
  }
}
