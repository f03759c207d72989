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
import java.util.Optional;

/** The customers of the service: they go on, whatever was deployed. */
public final class Customers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long the prober waits. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private Customers() {}

  /** Whether one of them gets the grid in the time that customers wait. */
  static boolean served(Site site) {
    return ask(grid(site, site.accounts().smoke()), site).filter(status -> status == 200).isPresent();
  }

  /**
   * What one of them is answered who logs in.
   *
   * @return the status; 0 when there is none in the time that customers wait
   */
  static int login(Site site) {
    Accounts.User user = site.accounts().smoke();
    return ask(
            HttpRequest.newBuilder(site.http().resolve("/api/auth/login"))
                .POST(
                    BodyPublishers.ofString(
                        "{\"email\":\"%s\",\"password\":\"%s\"}"
                            .formatted(user.email(), user.password()))),
            site)
        .orElse(0);
  }

  private static HttpRequest.Builder grid(Site site, Accounts.User user) {
    return HttpRequest.newBuilder(site.http().resolve("/api/grid"))
        .header("X-API-Key", user.apiKey());
  }

  /** Empty when it comes too late. */
  private static Optional<Integer> ask(HttpRequest.Builder request, Site site) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return Optional.of(
          client.send(request.timeout(TIME).build(), BodyHandlers.discarding()).statusCode());
    } catch (HttpTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SandboxException("the service at " + site.http() + " does not answer", e);
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
