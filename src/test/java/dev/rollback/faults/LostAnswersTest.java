package dev.rollback.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Action;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Connection;
import dev.rollback.action.Generate;
import dev.rollback.action.Move;
import dev.rollback.action.StateAction;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.isolation.Isolate;
import dev.rollback.adapter.kubernetes.isolation.Passage;
import dev.rollback.adapter.kubernetes.secret.SetSecret;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.adapter.kubernetes.workload.RolloutPause;
import dev.rollback.adapter.kubernetes.workload.RolloutRestart;
import dev.rollback.adapter.kubernetes.workload.RolloutUndo;
import dev.rollback.adapter.kubernetes.workload.Scale;
import dev.rollback.adapter.kubernetes.workload.SetEnv;
import dev.rollback.adapter.kubernetes.workload.SetImage;
import dev.rollback.adapter.redis.RedisAdapter;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.adapter.redis.parameter.ConfigSet;
import dev.rollback.adapter.redis.statistics.ResetStats;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.MemoryContent;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import dev.rollback.drill.Keyspace;
import dev.rollback.run.Mover;
import dev.rollback.run.Tenure;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.shape.PlanTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A write whose answer never came is never said to have had no effect; one that was not sent is;
 * and what became of it is found out by observing again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostAnswersTest {
  private static final Duration TIMEOUT = Duration.ofMillis(1_200);
  private static final Duration ROLL_OUT = Duration.ofSeconds(30);

  private Path home;
  private Sandbox sandbox;
  private FaultProxy kubernetes;
  private FaultProxy redis;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    home = folder;
    sandbox = Sandbox.start();
    kubernetes = FaultProxy.before(Protocol.HTTP, sandbox.cluster().uri());
    redis = FaultProxy.before(Protocol.REDIS, sandbox.redis());
    var kubeconfig = Files.readString(sandbox.kubeconfig());
    Files.writeString(
        home.resolve("kubeconfig"),
        kubeconfig.replace(
            sandbox.cluster().uri().toString(),
            kubernetes.through(sandbox.cluster().uri()).toString()));
  }

  @AfterAll
  void stop() {
    kubernetes.close();
    redis.close();
    sandbox.close();
  }

  /** What can become of a write, and whether it is executed. */
  enum Loss {
    NEVER_CAME,
    HALF_OPEN,
    CUT_BEFORE,
    CUT_AFTER,
    CUT_INSIDE,
    STALL_INSIDE,
    UNANSWERED;

    private boolean executed() {
      return switch (this) {
        case NEVER_CAME, HALF_OPEN, CUT_BEFORE -> false;
        case CUT_AFTER, CUT_INSIDE, STALL_INSIDE, UNANSWERED -> true;
      };
    }

    private Fate fate() {
      return switch (this) {
        case NEVER_CAME -> Fate.DROP;
        case HALF_OPEN -> Fate.HALF_OPEN;
        case CUT_BEFORE -> Fate.CUT;
        case CUT_AFTER -> Fate.CUT_AFTER;
        case CUT_INSIDE -> Fate.CUT_INSIDE;
        case STALL_INSIDE -> Fate.STALL_INSIDE;
        case UNANSWERED -> Fate.PASS;
      };
    }
  }

  /** It happens to the first write. */
  private record Losing(Loss loss) implements Faults {
    @Override
    public Fate request(Request request) {
      return request.write() == 1 ? loss.fate() : Fate.PASS;
    }

    @Override
    public Fate reply(Reply reply) {
      return reply.to().write() == 1 && loss == Loss.UNANSWERED ? Fate.HALF_OPEN : Fate.PASS;
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void scale(Loss loss) {
    var replicas = sandbox.cluster().get("Deployment", "grid", "grid-api").at("/spec/replicas");
    kubernetes(new Scale("grid-api", replicas.asInt() + 1), loss);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void setEnv(Loss loss) {
    kubernetes(
        new SetEnv(
            "grid-api",
            Optional.empty(),
            Map.of("LOSS", loss + "-" + System.nanoTime()),
            List.of(),
            List.of()),
        loss);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void rolloutRestart(Loss loss) {
    kubernetes(new RolloutRestart("grid-api", new PlanTime(Instant.now())), loss);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void setImage(Loss loss) {
    kubernetes(new SetImage("grid-api", Map.of("grid-api", "lost:" + System.nanoTime())), loss);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void rolloutPause(Loss loss) {
    kubernetes(new RolloutPause("grid-api", true), loss);
    apply(new RolloutPause("grid-api", false));
  }

  /** On a network without faults. */
  private <S extends Record> void apply(Action<S, KubernetesReader, KubernetesWriter> action) {
    kubernetes.restart(Faults.NONE);
    try (var connection = kubernetes()) {
      var before = action.observe(connection.reader());
      action.write(before, action.desired(before.state()), connection.writer());
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void rolloutUndo(Loss loss) {
    apply(new SetImage("grid-api", Map.of("grid-api", "undone:" + System.nanoTime())));
    kubernetes(
        new RolloutUndo(
            Optional.of("grid-api"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("API_KEY_SECRET", "MOTHERSHIP_SECRET_KEY")),
        loss);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void isolate(Loss loss) {
    var port = 1 + (int) (System.nanoTime() % 60_000);
    var only = List.<Passage>of(new Passage.To("10.0.0.1/32", List.of(port), List.of()));
    kubernetes(
        new Isolate(
            Optional.of("grid-api"), Optional.empty(), Optional.empty(), true, only, List.of()),
        loss);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void setSecret(Loss loss) {
    kubernetes(
        new SetSecret(
            "lost-answers",
            Map.of(),
            Map.of("KEY", new Generate(32, Generate.Encoding.HEX)),
            List.of(),
            true,
            false,
            new PlanTime(Instant.now())),
        loss);
  }

  private <S extends Record> void kubernetes(
      Action<S, KubernetesReader, KubernetesWriter> action, Loss loss) {
    // While a rollout is under way the controllers write the status, and a write may come too late.
    var cluster = sandbox.cluster();
    assertThat(cluster.await(() -> cluster.rolledOut("grid", "grid-api"), ROLL_OUT)).isTrue();
    try (var connection = kubernetes()) {
      lost(action, connection, kubernetes, new MemoryContent(), loss);
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void deleteKeysAndRestoreThem(Loss loss) {
    fill();
    var action = new DeleteKeys("lost:*");
    try (var connection = redis()) {
      var content = new MemoryContent();
      var before = action.observe(connection.reader());
      action.save(before, connection.reader(), content);
      var deleted = lost(action, connection, redis, content, loss);
      assertThat(deleted.keys()).isZero();

      var failure =
          losing(
              redis,
              loss,
              () -> mover(action).move(deleted, before.state(), connection.writer(), content));
      assertThat(failure.effect()).as(failure.problem()).isEqualTo(Effect.UNKNOWN);
      assertThat(action.observe(connection.reader()).state().keys())
          .as("restored, at least in part")
          .matches(n -> n > 0 == loss.executed());
      mover(action).move(deleted, before.state(), connection.writer(), content);
      assertThat(action.observe(connection.reader()).state()).isEqualTo(before.state());
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void configSet(Loss loss) {
    try (var connection = redis()) {
      var hz = Integer.parseInt(connection.reader().parameters(List.of("hz")).get("hz"));
      var action = new ConfigSet(Map.of("hz", "" + (hz + 1)));
      lost(action, connection, redis, new MemoryContent(), loss);
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void resetStats(Loss loss) {
    fill();
    var action = new ResetStats();
    try (var connection = redis()) {
      connection.reader().value("lost:0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      var content = new MemoryContent();
      action.save(action.observe(connection.reader()), connection.reader(), content);
      lost(action, connection, redis, content, loss);
    }
  }

  /** The network gives back what it has held when everything has been decided without it. */
  @Test
  void aDeletionThatComesAfterItsUndoDeletesNothing() throws InterruptedException {
    fill();
    var action = new DeleteKeys("lost:*");
    try (var connection = redis()) {
      var content = new MemoryContent();
      var before = action.observe(connection.reader());
      action.save(before, connection.reader(), content);
      var held = Hold.before(Request::writes);
      redis.restart(held);
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () -> action.write(before, KeySet.NONE, connection.writer(), content, new Silent()));
      assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
      var undone = mover(action).move(KeySet.NONE, before.state(), connection.writer(), content);
      assertThat(undone).isInstanceOf(Move.Already.class);

      held.letGo(Fate.PASS);

      await().atMost(ROLL_OUT).until(redis::isIdle);
      assertThat(redis.seen().stream().filter(Request::writes)).as("came late").hasSize(4);
      assertThat(action.observe(connection.reader()).state()).isEqualTo(before.state());
    }
  }

  private void fill() {
    try (var direct = new Keyspace(sandbox.redis())) {
      for (var i = 0; i < 2_000; i++) {
        direct.command(List.of("SET", "lost:" + i, "value " + i));
      }
    }
  }

  /** Loses the answer to a write, sees what is said, then goes on as a run does. */
  private static <S extends Record, R, W extends R> S lost(
      StateAction<S, R, W> action,
      Connection<R, W> connection,
      FaultProxy proxy,
      MemoryContent content,
      Loss loss) {
    var before = action.observe(connection.reader());
    var after = action.desired(before.state());
    assertThat(after).isNotEqualTo(before.state());
    var mover = mover(action);

    var failure =
        losing(proxy, loss, () -> mover.write(before, after, connection.writer(), content));

    assertThat(failure.effect()).as(failure.problem()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.advice()).isPresent();
    var now = action.observe(connection.reader()).state();
    assertThat(!now.equals(before.state())).as("executed").isEqualTo(loss.executed());

    var again = mover.move(before.state(), after, connection.writer(), content);
    var whole = loss.executed() && now.equals(after);
    assertThat(again).isInstanceOf(whole ? Move.Already.class : Move.Written.class);
    assertThat(action.observe(connection.reader()).state()).isEqualTo(after);
    return after;
  }

  private static SystemException losing(FaultProxy proxy, Loss loss, Runnable work) {
    proxy.restart(new Losing(loss));
    var began = System.nanoTime();
    var failure = catchThrowableOfType(SystemException.class, work::run);
    assertThat(failure).as("nothing was lost: " + proxy.seen()).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(8));
    proxy.restart(Faults.NONE);
    return failure;
  }

  private static <S extends Record, R, W extends R> Mover<S, R, W> mover(
      StateAction<S, R, W> action) {
    return new Mover<>(action, new Silent(), Tenure.undisputed()::confirm);
  }

  private record Silent() implements BulkAction.Progress {
    @Override
    public void report(long done, long expected) {}

    @Override
    public void note(String text) {}
  }

  @Test
  void whatWasNeverSentHadNoEffect() {
    var action = new SetEnv("grid-api", Optional.empty(), Map.of("A", "b"), List.of(), List.of());
    var keys = new DeleteKeys("lost:*");
    fill();
    try (var deployments = kubernetes();
        var cache = redis()) {
      var env = action.observe(deployments.reader());
      var found = keys.observe(cache.reader());
      var content = new MemoryContent();
      keys.save(found, cache.reader(), content);
      for (var proxy : List.of(kubernetes, redis)) {
        proxy.resetConnections();
        proxy.restart(
            new Faults() {
              @Override
              public boolean accepts(int connection) {
                return false;
              }
            });
      }

      var set =
          catchThrowableOfType(
              SystemException.class,
              () -> action.write(env, action.desired(env.state()), deployments.writer()));
      assertThat(set.effect()).as(set.problem()).isEqualTo(Effect.NONE);
      var deleted =
          catchThrowableOfType(
              SystemException.class,
              () ->
                  keys.write(
                      found, keys.desired(found.state()), cache.writer(), content, new Silent()));
      assertThat(deleted.effect()).as(deleted.problem()).isEqualTo(Effect.NONE);
    } finally {
      kubernetes.restart(Faults.NONE);
      redis.restart(Faults.NONE);
    }
  }

  @Test
  void aServerThatTakesConnectionsAndSaysNothingIsNotWaitedForEndlessly() {
    for (var proxy : List.of(kubernetes, redis)) {
      proxy.resetConnections();
      proxy.restart(
          new Faults() {
            @Override
            public Fate request(Request request) {
              return Fate.DROP;
            }
          });
    }
    try (var deployments = kubernetes();
        var cache = redis()) {
      for (Connection<?, ?> silent : List.of(deployments, cache)) {
        var began = System.nanoTime();
        var failure = catchThrowableOfType(SystemException.class, silent::ping);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(3));
        assertThat(failure.problem()).containsPattern("(6|12)00 m");
      }
    } finally {
      kubernetes.restart(Faults.NONE);
      redis.restart(Faults.NONE);
    }
  }

  private Connection<KubernetesReader, KubernetesWriter> kubernetes() {
    return new KubernetesAdapter(Map.of(), home)
        .connect(
            new KubernetesSettings("sandbox", "grid", Optional.of("kubeconfig"), TIMEOUT),
            TestSecrets.of(Map.of(), new Redactor()));
  }

  private Connection<RedisReader, RedisWriter> redis() {
    return new RedisAdapter()
        .connect(
            new RedisSettings(
                redis.through(sandbox.redis()).toString(),
                Optional.empty(),
                Optional.empty(),
                TIMEOUT),
            Deployments.NO_SECRETS);
  }
}
