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
      case STALE_KEYS -> redis.poison(accounts, Accounts.hex(random, 32));
    }
  }

  private void awaitRollOut(Fault fault) {
    boolean done =
        cluster.await(() -> cluster.rolledOut(Manifests.NAMESPACE, Manifests.DEPLOYMENT), ROLL_OUT);
    if (!done) {
      throw new SandboxException(fault.id() + ": the release did not roll out in " + ROLL_OUT);
    }
  }

  /** The customers go on: each of their requests makes the service remember a form of the key. */
  static void useApiKeys(Accounts accounts, URI http) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (Accounts.User user : accounts.users()) {
        client.send(
            HttpRequest.newBuilder(http.resolve("/api/grid"))
                .header("X-API-Key", user.apiKey())
                .timeout(Duration.ofSeconds(5))
                .build(),
            BodyHandlers.discarding());
      }
    } catch (IOException e) {
      throw new SandboxException("the service does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }
}
