package dev.rollback.adapter.kubernetes.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.sandbox.kubernetes.ContainerRuntime;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines of the logs of a workload, counted. */
class LogsTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes(LogsTest::talk);

  private static final String NAME = "grid-api";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SECRET = "correct horse battery staple";

  private static final Set<String> CRASHED = ConcurrentHashMap.newKeySet();

  private final Redactor redactor = new Redactor();
  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  /** Says what SAY has; ends with an error where there is an entry CRASH: always, or once. */
  static ContainerRuntime.Running talk(
      String image, Map<String, String> environment, Consumer<String> log)
      throws ContainerRuntime.Exited {
    environment.getOrDefault("SAY", "").lines().forEach(log);
    var crash = environment.getOrDefault("CRASH", "");
    if (crash.equals("always") || (!crash.isEmpty() && CRASHED.add(crash))) {
      throw new ContainerRuntime.Exited(3, "as told");
    }
    return SandboxKubernetes.idle(image, environment, log);
  }

  @AfterEach
  void tidy() {
    SANDBOX.cluster().access().allowAll();
    SANDBOX.delete(NAME);
    opened.ifPresent(Connection::close);
  }

  private KubernetesReader system() {
    var connection =
        opened.orElseGet(
            () ->
                new KubernetesAdapter(Map.of(), Path.of("/"))
                    .connect(
                        new KubernetesSettings(
                            SANDBOX.context(),
                            SANDBOX.namespace(),
                            Optional.of(SANDBOX.kubeconfig().toString())),
                        new Masking(redactor)));
    opened = Optional.of(connection);
    return connection.reader();
  }

  /** Secrets that can be masked. */
  private record Masking(Redactor redactor) implements Secrets {
    @Override
    public Sensitive read(SecretRef reference) {
      throw SystemException.refused("no secret is needed", "ask for none");
    }

    @Override
    public String masked(String text) {
      return redactor.redact(text);
    }
  }

  private static Deployment saying(int replicas, String say, EnvVar... more) {
    return Deployments.sleeping(NAME, SANDBOX.image(), replicas).toBuilder()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewEnv()
        .withName("SAY")
        .withValue(say)
        .endEnv()
        .addToEnv(more)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private void run(Deployment deployment) {
    SANDBOX.create(deployment);
    await().atMost(PATIENCE).until(() -> SANDBOX.cluster().rolledOut(SANDBOX.namespace(), NAME));
  }

  private static Logs logs(String pattern) {
    return logs(pattern, 1, 4, false);
  }

  private static Logs logs(String pattern, int atLeast, int megabytes, boolean allowIncomplete) {
    return new Logs(
        Optional.of(NAME),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        pattern,
        Duration.ofMinutes(10),
        atLeast,
        megabytes,
        allowIncomplete);
  }

  private Logs.Values values(Logs logs) {
    return switch (logs.read(system())) {
      case Reading.Values<Logs.Values>(var values) -> values;
      case Reading.Nothing<Logs.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private String nothing(Logs logs) {
    return switch (logs.read(system())) {
      case Reading.Values<Logs.Values>(var values) -> throw new AssertionError(values);
      case Reading.Nothing<Logs.Values>(var why) -> why;
    };
  }

  @Test
  void matchingLinesOfAllPodsAreCounted() {
    run(saying(2, "GET /a\nERROR: no route\nGET /b\nerror again"));

    var values = values(logs("(?i)error"));
    assertThat(values.matches()).isEqualTo(4);
    assertThat(values.lines()).isEqualTo(10);
    assertThat(values.pods()).isEqualTo(2);
    assertThat(values.rate()).isCloseTo(0.4, within(1e-9));
    assertThat(values.ratio()).isCloseTo(0.4, within(1e-9));
    assertThat(values.missing()).isEmpty();
    assertThat(values.sample()).endsWith("error again");

    assertThat(values(logs("no such thing")).matches()).isZero();
    assertThat(values(logs("no such thing")).sample()).isEmpty();
  }

  @Test
  void theRunBeforeTheRestartIsReadToo() {
    run(saying(1, "about to fall", new EnvVar("CRASH", "once", null)));
    var values = values(logs("about to fall"));
    assertThat(values.matches()).isEqualTo(2);
    assertThat(values.lines()).isEqualTo(3);
    assertThat(values.missing()).isEmpty();
  }

  @Test
  void runsWhoseLogIsLostMakeItInconclusive() {
    SANDBOX.create(saying(1, "about to fall", new EnvVar("CRASH", "always", null)));
    await().atMost(PATIENCE).until(() -> restarts() >= 2);
    assertThat(nothing(logs("about to fall")))
        .startsWith("the logs could not be read completely: pod grid-api-")
        .contains("before its restart, has the log of that run alone, and ")
        .contains(
            "earlier ones may be in the window; at least 1 of 1 lines in the last 10 min match");
    var allowed = values(logs("about to fall", 1, 4, true));
    assertThat(allowed.matches()).isEqualTo(1);
    assertThat(allowed.missing()).hasSize(1);
  }

  private int restarts() {
    return SANDBOX.admin().pods().inNamespace(SANDBOX.namespace()).list().getItems().stream()
        .filter(p -> p.getMetadata().getName().startsWith(NAME))
        .flatMap(p -> p.getStatus().getContainerStatuses().stream())
        .filter(c -> c.getLastState() != null && c.getLastState().getTerminated() != null)
        .mapToInt(c -> c.getRestartCount() + 1)
        .sum();
  }

  @Test
  void aContainerThatHasNotStartedHasNothingToRead() {
    var missing =
        new EnvVarBuilder()
            .withName("FROM")
            .withNewValueFrom()
            .withNewSecretKeyRef("key", "there-is-none", false)
            .endValueFrom()
            .build();
    SANDBOX.create(saying(1, "hello", missing));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(nothing(logs("hello")))
                    .isEqualTo("no container of deployment/grid-api has started yet"));
  }

  @Test
  void withoutPodsOrLinesThereIsNothingToJudge() {
    run(saying(0, ""));
    assertThat(nothing(logs("x"))).isEqualTo("deployment/grid-api has no pods, so there is no log");
    SANDBOX.delete(NAME);
    run(saying(1, ""));
    assertThat(nothing(logs("x", 5, 4, false)))
        .isEqualTo(
            "deployment/grid-api has too few lines to judge: 0 of 1 lines in the last 10 min match,"
                + " and there must be at least 5");
    assertThat(values(logs("x", 0, 4, false)).lines()).isEqualTo(1);
  }

  @Test
  void aLogThatIsTooLongIsReadInPartAndSaysSo() {
    run(saying(1, "x".repeat(1000).concat("\n").repeat(1100)));
    assertThat(nothing(logs("x", 1, 1, false)))
        .contains("container app, has more than 1 MiB in the window; at least 9");
    var values = values(logs("x", 1, 1, true));
    assertThat(values.matches()).isBetween(900, 1099);
    assertThat(values(logs("x", 1, 2, false)).matches()).isEqualTo(1100);
  }

  @Test
  void aPodThatGoesAwayMeanwhileIsTold() {
    run(saying(1, "hello"));
    var search =
        new LogSearch(com.google.re2j.Pattern.compile("hello"), java.time.Instant.EPOCH, 1 << 20);
    search.read(new PodRuns.Run("grid-api-gone", "app", false, 0), system().objects());
    assertThat(search.missing()).containsExactly("pod grid-api-gone has gone away");
  }

  @Test
  void aSecretInAMatchingLineIsNeverShown() {
    redactor.learn(Sensitive.of(SECRET));
    run(saying(1, "ERROR ".concat("a".repeat(148)) + " " + SECRET + " ends here"));
    assertThat(values(logs("ERROR")).sample())
        .doesNotContain("correct")
        .contains("***")
        .hasSizeLessThanOrEqualTo(201);
  }

  @Test
  void whatLooksLikeASecretIsMasked() {
    assertThat(
            List.of(
                "login failed password=hunter2 for ada",
                "{\"token\": \"abc.def\", \"user\": \"ada\"}",
                "Authorization: Bearer abc.def-ghi",
                "got Bearer abc.def-ghi here",
                "session 0123456789abcdef0123456789abcdef ends",
                "api-key: x1, retry 3",
                "no internationalisationandlocalisation problem"))
        .map(LogSample::of)
        .containsExactly(
            "login failed password=*** for ada",
            "{\"token\": \"***\", \"user\": \"ada\"}",
            "Authorization: Bearer ***",
            "got Bearer *** here",
            "session *** ends",
            "api-key: ***, retry 3",
            "no internationalisationandlocalisation problem");
  }

  @Test
  void eachPermissionIsAskedForAndItsLackIsNamed() {
    run(saying(1, "hello"));
    assertThat(logs("x").requirements())
        .extracting(r -> r.what())
        .containsExactly(
            "get deployments.apps/grid-api", "list pods", "list replicasets.apps", "get pods/log");
    SANDBOX.cluster().access().deny("get", "", "pods/log");
    assertThatThrownBy(() -> values(logs("x")))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.problem()).startsWith("Not allowed to get pods/log in namespace grid");
              assertThat(e.advice().orElse("")).contains("--verb=get --resource=pods/log");
            });
  }

  @Test
  void aContainerThatDoesNotExistIsToldWithThoseThereAre() {
    run(saying(1, "hello"));
    var wrong =
        new Logs(
            Optional.of(NAME),
            Optional.empty(),
            Optional.empty(),
            Optional.of("ap"),
            "x",
            Duration.ofMinutes(1),
            1,
            1,
            false);
    assertThatThrownBy(() -> wrong.read(system()))
        .isInstanceOf(SystemException.class)
        .hasMessage(
            "deployment/grid-api has no container 'ap'; did you mean 'app'? There are: app");
  }

  @Test
  void whatCouldNeverBeReadIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logs("(a"))
        .withMessageStartingWith("'(a' is no regular expression of RE2: missing closing )");
    assertThatIllegalArgumentException().isThrownBy(() -> logs("")).withMessageContaining("empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logs("x", -1, 4, false))
        .withMessageContaining("at-least is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logs("x", 1, 65, false))
        .withMessage("megabytes is 65; it can be 1 to 64");
  }
}
