package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The customers of the service: they go on, whatever was deployed. */
public final class Customers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int ATTEMPTS = 100;

  /** How long the prober waits. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private Customers() {}

  /** Whether one of them gets the grid in the time that customers wait. */
  static boolean served(Site site) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request = grid(site, site.accounts().smoke()).timeout(TIME).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (HttpTimeoutException e) {
      return false; // too late is not served
    } catch (IOException e) {
      throw new SandboxException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }

  private static HttpRequest.Builder grid(Site site, Accounts.User user) {
    return HttpRequest.newBuilder(site.http().resolve("/api/grid"))
        .header("X-API-Key", user.apiKey());
  }

  /**
   * One of them tries to log in until the answer has this status.
   *
   * @throws SandboxException when it does not get it in a reasonable time
   */
  public static void awaitLogin(Site site, int status) {
    Accounts.User user = site.accounts().smoke();
    var login =
        HttpRequest.newBuilder(site.http().resolve("/api/auth/login"))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(
                BodyPublishers.ofString(
                    "{\"email\":\"%s\",\"password\":\"%s\"}"
                        .formatted(user.email(), user.password())))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      int is = 0;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        is = client.send(login, BodyHandlers.discarding()).statusCode();
        if (is == status) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
      throw new SandboxException("a login is answered with %d, not %d".formatted(is, status));
    } catch (IOException e) {
      throw new SandboxException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
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
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<Integer> statuses = new ArrayList<>();
      for (Accounts.User user : site.accounts().users()) {
        statuses.add(
            client
                .send(grid(site, user).timeout(PATIENCE).build(), BodyHandlers.discarding())
                .statusCode());
      }
      return statuses;
    } catch (IOException e) {
      throw new SandboxException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }
}
