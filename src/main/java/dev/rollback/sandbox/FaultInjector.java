package dev.rollback.sandbox;

import dev.rollback.sandbox.kubernetes.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;

/** Breaks the sandbox by the means by which production breaks: a release, traffic, a cache. */
final class FaultInjector {
  private static final int ATTEMPTS = 5;
  private static final Duration ROLL_OUT = Duration.ofSeconds(20);

  private final Cluster cluster;
  private final Accounts accounts;
  private final RedisContents redis;
  private final URI http;
  private final SecureRandom random;

  FaultInjector(
      Cluster cluster, Accounts accounts, RedisContents redis, URI http, SecureRandom random) {
    this.cluster = cluster;
    this.accounts = accounts;
    this.redis = redis;
    this.http = http;
    this.random = random;
  }

  void inject(Fault fault) {
    switch (fault) {
      case WRONG_SECRET -> {
        cluster.patch(
            "Deployment",
            Manifests.NAMESPACE,
            Manifests.DEPLOYMENT,
            Manifests.wrongSecret(Accounts.hex(random, 32)));
        awaitRollOut(fault);
        useApiKeys(accounts, http);
      }
      case STALE_KEYS -> makeKeysStale(fault);
    }
  }

  /**
   * A request that found nothing in the cache just before puts a right form over the wrong one: so
   * the cache is filled first, and it is asked afterwards whether every key is refused.
   */
  private void makeKeysStale(Fault fault) {
    useApiKeys(accounts, http);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      redis.poison(accounts, Accounts.hex(random, 32));
      if (useApiKeys(accounts, http) == 0) {
        return;
      }
    }
    throw new SandboxException(fault.id() + ": customers are still served");
  }

  private void awaitRollOut(Fault fault) {
    boolean done =
        cluster.await(() -> cluster.rolledOut(Manifests.NAMESPACE, Manifests.DEPLOYMENT), ROLL_OUT);
    if (!done) {
      throw new SandboxException(fault.id() + ": the release did not roll out in " + ROLL_OUT);
    }
  }

  /**
   * The customers go on: each of their requests makes the service remember a form of the key.
   *
   * @return how many of them were served
   */
  static int useApiKeys(Accounts accounts, URI http) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      int served = 0;
      for (Accounts.User user : accounts.users()) {
        var answer =
            client.send(
                HttpRequest.newBuilder(http.resolve("/api/grid"))
                    .header("X-API-Key", user.apiKey())
                    .timeout(Duration.ofSeconds(5))
                    .build(),
                BodyHandlers.discarding());
        served += answer.statusCode() == 200 ? 1 : 0;
      }
      return served;
    } catch (IOException e) {
      throw new SandboxException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }
}
