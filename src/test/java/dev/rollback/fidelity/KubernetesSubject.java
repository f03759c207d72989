package dev.rollback.fidelity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.KubernetesFixture;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the subjects on Kubernetes share: one deployment, drawn anew for each case. */
abstract class KubernetesSubject implements Subject {
  static final String NAME = "fidelity";

  /** Where secrets are kept that a runbook may refer to. */
  static final Map<String, String> VARIABLES =
      Map.of("V1", "the first value", "V2", "the\nsecond \"value\"", "V3", "the third = ä");

  static final List<String> NAMES = List.of("A", "B", "C", "MODE", "X.y-1");
  private static final List<String> VALUES =
      List.of("", "true", "1", "a b", "ä€", "line\nbreak", "${HOME}", "$(A)", "'\"", "null");
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  final KubernetesFixture fixture;
  private final Connection<?, ?> connection;

  KubernetesSubject(KubernetesFixture fixture) {
    this.fixture = fixture;
    this.connection = Deployments.connect(fixture, TestSecrets.of(VARIABLES, new Redactor()));
    fixture.create(Deployments.sleeping(NAME, fixture.image(), 0));
  }

  @Override
  public final Workbench workbench() {
    return new Workbench(
        List.of(new KubernetesAdapter(Map.of(), Path.of("/"))), Map.of("kubernetes", connection));
  }

  @Override
  public long writes() {
    return fixture.writes();
  }

  @Override
  public Object snapshot() {
    return fixture.snapshot();
  }

  @Override
  public final void close() {
    fixture.delete(NAME);
    connection.close();
  }

  /** A deployment with these many pods, and whatever else is drawn. */
  final Deployment draw(Random random, int replicas) {
    var env = drawEnv(random);
    var restarted = random.nextBoolean();
    edit(
        d -> {
          d.getSpec().setReplicas(replicas);
          d.getSpec().getTemplate().getSpec().getContainers().getFirst().setEnv(env);
          var marks = Map.of(RESTARTED_AT, "2026-11-0%dT10:00:00Z".formatted(1 + env.size() % 9));
          d.getSpec().getTemplate().getMetadata().setAnnotations(restarted ? marks : Map.of());
        });
    return now();
  }

  private Deployment now() {
    return fixture
        .admin()
        .apps()
        .deployments()
        .inNamespace(fixture.namespace())
        .withName(NAME)
        .get();
  }

  /** Somebody else changes it. */
  final void edit(Consumer<Deployment> change) {
    fixture.edit(
        NAME,
        d -> {
          change.accept(d);
          return d;
        });
  }

  private static List<EnvVar> drawEnv(Random random) {
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(_ -> entry(random, NAMES.get(random.nextInt(NAMES.size()))))
        .toList();
  }

  private static EnvVar entry(Random random, String name) {
    var entry = new EnvVarBuilder().withName(name);
    return switch (random.nextInt(5)) {
      case 0 ->
          entry
              .withNewValueFrom()
              .withNewConfigMapKeyRef("level", "settings", true)
              .endValueFrom()
              .build();
      case 1 ->
          entry.withNewValueFrom().withNewFieldRef("v1", "metadata.name").endValueFrom().build();
      default -> entry.withValue(value(random)).build();
    };
  }

  static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  /** Entries of the container. */
  static List<EnvVar> env(Deployment deployment) {
    return new ArrayList<>(
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv());
  }

  static void setEnv(Deployment deployment, List<EnvVar> env) {
    deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().setEnv(env);
  }

  static void remark(Deployment deployment, Map<String, String> marks) {
    deployment.getSpec().getTemplate().getMetadata().setAnnotations(marks);
  }

  /** A step of each kind, drawn. */
  static String scale(String id, int replicas) {
    return "  - {id: %s, action: kubernetes.scale, with: {deployment: %s, replicas: %d}}%n"
        .formatted(id, NAME, replicas);
  }

  static String restart(String id) {
    return "  - {id: %s, action: kubernetes.rollout-restart, with: {deployment: %s}}%n"
        .formatted(id, NAME);
  }

  static String setEnv(String id, Map<String, String> env, List<String> unset) {
    return setEnv(id, env, unset, Map.of());
  }

  static String setEnv(
      String id,
      Map<String, String> env,
      List<String> unset,
      Map<String, Map<String, Object>> configMaps) {
    return ("  - {id: %s, action: kubernetes.set-env, with: {deployment: %s, env: %s, unset: %s,"
            + " from-config-map: %s}}%n")
        .formatted(id, NAME, flow(env), flow(unset), flow(configMaps));
  }

  /** JSON is YAML; what looks like a parameter is written so that it is none. */
  private static String flow(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value).replace("${", "$${");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String runbook(Stream<String> steps) {
    return "steps:\n"
        + String.join("", steps.toList())
        + "after:\n  - {check: kubernetes.ready, with: {deployment: "
        + NAME
        + "}, within: PT30S, every: PT0.01S}\n";
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
