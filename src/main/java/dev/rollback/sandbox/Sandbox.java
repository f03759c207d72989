package dev.rollback.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.sandbox.Lifecycle.Stage;
import dev.rollback.sandbox.alertmanager.AlertmanagerServer;
import dev.rollback.sandbox.chat.ChatServer;
import dev.rollback.sandbox.git.Repository;
import dev.rollback.sandbox.kubernetes.Cluster;
import dev.rollback.sandbox.prometheus.PrometheusServer;
import dev.rollback.sandbox.prometheus.ScrapeSettings;
import dev.rollback.sandbox.prometheus.ScrapeTarget;
import dev.rollback.sandbox.service.LoadBalancer;
import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small production on loopback ports: a real PostgreSQL, a real Redis, a Kubernetes API whose
 * pods run the sample service {@code grid-api}, and the one address of that service. It ends with
 * {@link #close}, or with the JVM.
 */
public final class Sandbox implements Site, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

  /** Unpacking the servers takes most of it, once on each machine. */
  private static final Duration START = Duration.ofSeconds(90);

  private static final Duration READY = Duration.ofSeconds(30);
  private static final Duration ROLL_OUT = Duration.ofSeconds(20);

  private final Lifecycle lifecycle;
  private final Thread hook;
  private final WorkDirectory directory;
  private final Cluster cluster;
  private final RedisServer redis;
  private final PostgresServer postgres;
  private final LoadBalancer http;
  private final PrometheusServer prometheus;
  private final AlertmanagerServer alertmanager;
  private final ChatServer chat;
  private final Path kubeconfig;
  private final SmokeUser smokeUser;
  private final Path smokeApiKey;
  private final Path chatWebhook;
  private final Accounts accounts;
  private final Optional<Repository> git;
  private final Images images = new Images();
  private final SecureRandom random = new SecureRandom();

  private Sandbox(Lifecycle lifecycle, Thread hook, Path parent) throws Exception {
    this.lifecycle = lifecycle;
    this.hook = hook;
    this.directory = lifecycle.start(Stage.FILES, () -> WorkDirectory.create(parent));
    this.accounts = Accounts.random(random);
    GridPods pods = lifecycle.start(Stage.SERVERS, () -> new GridPods(images));
    try (var starts = new Starts(START)) {
      var postgresStart = starts.begin("PostgreSQL", this::startPostgres);
      var redisStart = starts.begin("Redis", this::startRedis);
      var gitStart = starts.begin("the git repository", () -> Repository.create(directory.path()));
      this.cluster =
          lifecycle.start(
              Stage.APPLICATIONS,
              () -> Cluster.start(pods, Clock.systemUTC(), () -> UUID.randomUUID().toString()));
      this.http =
          lifecycle.start(
              Stage.APPLICATIONS,
              () ->
                  LoadBalancer.start(
                      () -> cluster.endpoints(Manifests.NAMESPACE, Manifests.DEPLOYMENT)));
      this.prometheus =
          lifecycle.start(
              Stage.APPLICATIONS,
              () ->
                  PrometheusServer.start(ScrapeSettings.usual(), this::scraped, Clock.systemUTC()));
      this.alertmanager =
          lifecycle.start(Stage.APPLICATIONS, () -> AlertmanagerServer.start(Clock.systemUTC()));
      this.chat =
          lifecycle.start(
              Stage.APPLICATIONS,
              () -> ChatServer.start(Clock.systemUTC(), Accounts.hex(random, 16)));
      this.git = starts.await(gitStart);
      this.redis = starts.await(redisStart);
      this.postgres = starts.await(postgresStart);
    }
    deploy();
    this.kubeconfig = directory.writeSecret("kubeconfig", Manifests.kubeconfig(cluster.uri()));
    this.smokeUser =
        new SmokeUser(
            directory.writeSecret("smoke-email", accounts.smoke().email()),
            directory.writeSecret("smoke-password", accounts.smoke().password()));
    this.chatWebhook = directory.writeSecret("chat-webhook", chat.slack().toString());
    this.smokeApiKey = directory.writeSecret("smoke-api-key", accounts.smoke().apiKey());
  }

  /** As {@link #start(Path)}, in the directory for temporary files. */
  public static Sandbox start() {
    return start(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Starts everything and returns when the service is ready; takes 2 to 5 seconds.
   *
   * @param parent where the sandbox makes its own directory
   * @throws SandboxException when a part does not start; then nothing is left running
   */
  public static Sandbox start(Path parent) {
    long begin = System.nanoTime();
    Lifecycle lifecycle = new Lifecycle();
    Thread hook = new Thread(lifecycle::close, "sandbox-close");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Sandbox sandbox = new Sandbox(lifecycle, hook, parent);
      LOG.info("sandbox ready after {} ms", (System.nanoTime() - begin) / 1_000_000);
      return sandbox;
    } catch (Exception e) {
      lifecycle.close();
      forget(hook);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new SandboxException("the sandbox did not start: " + e.getMessage(), e);
    }
  }

  /** A kubeconfig whose current context, {@code sandbox}, has the namespace {@code grid}. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The chat, and what was said there. */
  public ChatServer chat() {
    return chat;
  }

  /** A file with the address of the chat's webhook, which is a secret. */
  public Path chatWebhook() {
    return chatWebhook;
  }

  /** The base address of the monitoring server. */
  public URI prometheus() {
    return prometheus.uri();
  }

  /** The base address of what alerts go to, and silences. */
  public URI alertmanager() {
    return alertmanager.uri();
  }

  /** A pod that is not ready has the most to tell: its series go on. */
  private List<ScrapeTarget> scraped() {
    return cluster.running(Manifests.NAMESPACE, Manifests.DEPLOYMENT).stream()
        .map(pod -> ScrapeTarget.of(Manifests.DEPLOYMENT, pod))
        .toList();
  }

  @Override
  public URI redis() {
    return redis.uri();
  }

  @Override
  public String postgres() {
    return postgres.url();
  }

  @Override
  public URI http() {
    return http.uri();
  }

  /** Where its files are; gone after {@link #close}. */
  @Override
  public Path directory() {
    return directory.path();
  }

  @Override
  public Repository git() {
    return git.orElseThrow(
        () -> new SandboxException("the sandbox has no git: no program of that name on the PATH"));
  }

  /** The same; empty where this machine has no git program. */
  public Optional<Repository> repository() {
    return git;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public SecureRandom random() {
    return random;
  }

  @Override
  public String namespace() {
    return Manifests.NAMESPACE;
  }

  @Override
  public JsonNode object(String kind, String name) {
    return cluster.get(kind, Manifests.NAMESPACE, name);
  }

  @Override
  public String podMemory() {
    return "16Mi";
  }

  @Override
  public List<JsonNode> pods() {
    return cluster.pods(Manifests.NAMESPACE, Manifests.DEPLOYMENT);
  }

  @Override
  public void patch(String kind, String name, String patch) {
    cluster.patch(kind, Manifests.NAMESPACE, name, patch);
  }

  @Override
  public void awaitRollOut() {
    if (!cluster.await(
        () -> cluster.rolledOut(Manifests.NAMESPACE, Manifests.DEPLOYMENT), ROLL_OUT)) {
      throw new SandboxException(
          "the workload did not roll out in %d s".formatted(ROLL_OUT.toSeconds()));
    }
  }

  @Override
  public <T extends AutoCloseable> T keep(Callable<T> starter) {
    try {
      return lifecycle.start(Stage.APPLICATIONS, starter);
    } catch (Exception e) {
      throw new SandboxException("what a fault needs did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public String image(Release release) {
    return images.push(release);
  }

  /** A user who can log in while all is well. */
  public SmokeUser smokeUser() {
    return smokeUser;
  }

  /** A file with an API key that is accepted while all is well, without a line end. */
  public Path smokeApiKey() {
    return smokeApiKey;
  }

  /** The cluster behind the kubeconfig: its access rules, and the writes it has seen. */
  public Cluster cluster() {
    return cluster;
  }

  /**
   * Breaks something, and returns when it is broken.
   *
   * @throws SandboxException when it could not be broken
   */
  public void inject(Fault fault) {
    fault.inject(this);
  }

  /** Ends all processes and servers and removes the directory; a second call does nothing. */
  @Override
  public void close() {
    lifecycle.close();
    forget(hook);
  }

  private PostgresServer startPostgres() throws Exception {
    PostgresServer server = lifecycle.start(Stage.SERVERS, () -> PostgresServer.start(directory));
    server.migrate(accounts.databasePassword());
    accounts.insert(server.url(), random);
    return server;
  }

  private RedisServer startRedis() throws Exception {
    RedisServer server = lifecycle.start(Stage.SERVERS, () -> RedisServer.start(directory));
    new RedisContents(server.uri()).seedNeighbours(accounts);
    return server;
  }

  private void deploy() {
    cluster.createNamespace(Manifests.NAMESPACE);
    cluster.create(Manifests.NAMESPACE, Manifests.secret(accounts, postgres.bareUrl()));
    cluster.create(Manifests.NAMESPACE, Manifests.service());
    cluster.create(
        Manifests.NAMESPACE, Manifests.deployment(redis.uri(), images.push(Release.GOOD)));
    if (!cluster.await(() -> cluster.rolledOut(Manifests.NAMESPACE, Manifests.DEPLOYMENT), READY)) {
      throw new SandboxException(
          "the service was not ready after %d s".formatted(READY.toSeconds()));
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook is what called us or is about to.
      LOG.debug("{}", e.getMessage());
    }
  }
}
