package dev.rollback.fidelity;

import dev.rollback.contract.KubernetesFixture;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The subjects on Kubernetes. */
public final class KubernetesSubjects {
  private KubernetesSubjects() {}

  /** Those that any cluster can have, each on a deployment of its own time. */
  public static List<Function<KubernetesFixture, Subject>> all(int mostPods) {
    var all =
        new ArrayList<Function<KubernetesFixture, Subject>>(
            List.of(
                f -> new ScaleSubject(f, mostPods),
                SetEnvSubject::new,
                RestartSubject::new,
                f -> new ChainSubject(f, mostPods),
                AutoscalerSubject::new,
                IsolateSubject::new,
                SetSecretSubject::new));
    all.addAll(RolloutSubjects.all());
    return List.copyOf(all);
  }

  /** {@code kubernetes.scale}. */
  private static final class ScaleSubject extends KubernetesSubject {
    private final int most;

    ScaleSubject(KubernetesFixture fixture, int most) {
      super(fixture);
      this.most = most;
    }

    @Override
    public String name() {
      return "kubernetes.scale";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.scale");
    }

    @Override
    public Case next(Random random) {
      var from = random.nextInt(most + 1);
      draw(random, from);
      var to = random.nextInt(most + 1);
      var other = most + 1;
      return new Case(
          runbook(Stream.of(scale("scale", to))),
          from == to
              ? List.of()
              : List.of(
                  Drift.harmful("another number", () -> edit(d -> d.getSpec().setReplicas(other))),
                  Drift.harmless(
                      "an entry of the environment",
                      () -> edit(d -> setEnv(d, List.of(new EnvVar("OTHER", "x", null)))))));
    }
  }

  /** {@code kubernetes.set-env}. */
  private static final class SetEnvSubject extends KubernetesSubject {
    SetEnvSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    @Override
    public String name() {
      return "kubernetes.set-env";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.set-env");
    }

    @Override
    public Case next(Random random) {
      var before = env(draw(random, 0));
      var env = new TreeMap<String, String>();
      env.put("MODE", value(random));
      var unset = new ArrayList<String>();
      var sources = new TreeMap<String, Map<String, Object>>();
      for (var name : NAMES.subList(0, 3)) {
        switch (random.nextInt(4)) {
          case 0 -> env.put(name, value(random));
          case 1 -> unset.add(name);
          case 2 -> sources.put(name, Map.of("name", "level", "key", name, "optional", true));
          default -> {}
        }
      }
      var drifts = new ArrayList<Drift>();
      drifts.add(harmful("a value changed or added", () -> set("MODE", "theirs", false)));
      drifts.add(harmful("an entry hidden behind another", () -> set("MODE", "theirs", true)));
      drifts.add(
          harmful(
              "a value that comes from elsewhere",
              () ->
                  edit(
                      d -> {
                        var all = without(env(d), "MODE");
                        all.add(
                            new io.fabric8.kubernetes.api.model.EnvVarBuilder()
                                .withName("MODE")
                                .withNewValueFrom()
                                .withNewConfigMapKeyRef("theirs", "settings", true)
                                .endValueFrom()
                                .build());
                        setEnv(d, all);
                      })));
      if (before.stream().anyMatch(e -> e.getName().equals("MODE"))) {
        drifts.add(
            harmful("an entry removed", () -> edit(d -> setEnv(d, without(env(d), "MODE")))));
      }
      drifts.add(
          Drift.harmless("another number of pods", () -> edit(d -> d.getSpec().setReplicas(1))));
      drifts.add(
          Drift.harmless("an entry that no step names", () -> set("OTHER", "theirs", false)));
      return new Case(runbook(Stream.of(setEnv("set", env, unset, sources))), drifts);
    }

    private static Drift harmful(String kind, Runnable happen) {
      return Drift.harmful(kind, happen);
    }

    private void set(String name, String value, boolean keep) {
      edit(
          d -> {
            var all = keep ? env(d) : without(env(d), name);
            all.add(new EnvVar(name, value, null));
            if (keep) {
              all.add(new EnvVar(name, value + " once more", null));
            }
            setEnv(d, all);
          });
    }

    private static List<EnvVar> without(List<EnvVar> env, String name) {
      var left = new ArrayList<>(env);
      left.removeIf(e -> e.getName().equals(name));
      return left;
    }
  }

  /** {@code kubernetes.rollout-restart}. */
  private static final class RestartSubject extends KubernetesSubject {
    RestartSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    @Override
    public String name() {
      return "kubernetes.rollout-restart";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.rollout-restart");
    }

    @Override
    public Case next(Random random) {
      var marked = !Map.of().equals(marks(draw(random, random.nextInt(2))));
      var drifts = new ArrayList<Drift>();
      drifts.add(
          Drift.harmful(
              "somebody else's restart",
              () ->
                  edit(
                      d ->
                          remark(
                              d,
                              Map.of(
                                  "kubectl.kubernetes.io/restartedAt", "2025-01-01T00:00:00Z")))));
      if (marked) {
        drifts.add(Drift.harmful("the mark removed", () -> edit(d -> remark(d, Map.of()))));
      }
      return new Case(runbook(Stream.of(restart("restart"))), drifts);
    }

    private static Map<String, String> marks(
        io.fabric8.kubernetes.api.model.apps.Deployment deployment) {
      return java.util.Optional.ofNullable(
              deployment.getSpec().getTemplate().getMetadata().getAnnotations())
          .orElse(Map.of());
    }
  }

  /** Several steps on one deployment, each on what those before it have made. */
  private static final class ChainSubject extends KubernetesSubject {
    private final int most;

    ChainSubject(KubernetesFixture fixture, int most) {
      super(fixture);
      this.most = most;
    }

    @Override
    public String name() {
      return "chains on one deployment";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.scale", "kubernetes.set-env", "kubernetes.rollout-restart");
    }

    @Override
    public Case next(Random random) {
      draw(random, random.nextInt(most + 1));
      var steps =
          IntStream.range(0, 2 + random.nextInt(5)).mapToObj(i -> step(random, "s" + i)).toList();
      Runnable theirs = () -> edit(d -> setEnv(d, List.of(new EnvVar("A", "theirs", null))));
      return new Case(
          runbook(steps.stream()),
          steps.stream().anyMatch(s -> s.contains("\"A\":"))
              ? List.of(Drift.harmful("an entry that a later step names", theirs))
              : List.of());
    }

    private String step(Random random, String id) {
      return switch (random.nextInt(6)) {
        case 0, 1 -> scale(id, random.nextInt(most + 1));
        case 2 -> restart(id);
        default -> {
          var env = new TreeMap<String, String>();
          env.put(NAMES.get(random.nextInt(2)), value(random));
          yield setEnv(
              id, env, random.nextBoolean() ? List.of(NAMES.get(2)) : List.of(NAMES.get(3)));
        }
      };
    }
  }

  /** {@code kubernetes.suspend} of an autoscaler. */
  private static final class AutoscalerSubject extends KubernetesSubject {
    private final String path;
    private final String version;
    private boolean there;

    AutoscalerSubject(KubernetesFixture fixture) {
      super(fixture);
      var versions = fixture.admin().raw("/apis/autoscaling");
      this.version = versions.contains("\"v2\"") ? "v2" : "v2beta2";
      this.path =
          "/apis/autoscaling/%s/namespaces/%s/horizontalpodautoscalers"
              .formatted(version, fixture.namespace());
    }

    @Override
    public String name() {
      return "kubernetes.suspend";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.suspend");
    }

    @Override
    public Case next(Random random) {
      draw(random, 0);
      if (there) {
        fixture.admin().raw(path + "/" + NAME, "DELETE", null);
      }
      there = true;
      var object =
          json(
              """
              {"kind": "HorizontalPodAutoscaler", "metadata": {"name": "fidelity"},
               "spec": {"minReplicas": 1, "maxReplicas": 5, "scaleTargetRef":
                 {"apiVersion": "apps/v1", "kind": "Deployment", "name": "fidelity"},
                "metrics": [{"type": "Resource", "resource": {"name": "cpu",
                  "target": {"type": "Utilization", "averageUtilization": 80}}}]}}
              """);
      object.put("apiVersion", "autoscaling/" + version);
      var behaviour = behaviour(random);
      if (!behaviour.isEmpty()) {
        object.withObjectProperty("spec").set("behavior", json(behaviour));
      }
      fixture.admin().raw(path, "POST", object);
      return new Case(
          runbook(
              Stream.of(
                  "  - {id: suspend, action: kubernetes.suspend,"
                      + " with: {kind: HorizontalPodAutoscaler, name: fidelity}}\n")),
          List.of(
              Drift.harmful("another policy upwards", () -> change("scaleUp", "Min", 7)),
              Drift.harmful("another window downwards", () -> change("scaleDown", "Min", 77)),
              Drift.harmless(
                  "another range",
                  () -> {
                    var now = json(fixture.admin().raw(path + "/" + NAME));
                    now.withObjectProperty("spec").put("maxReplicas", 9);
                    fixture.admin().raw(path + "/" + NAME, "PUT", now);
                  })));
    }

    private void change(String direction, String policy, int window) {
      var now = json(fixture.admin().raw(path + "/" + NAME));
      now.withObjectProperty("spec")
          .withObjectProperty("behavior")
          .withObjectProperty(direction)
          .put("selectPolicy", policy)
          .put("stabilizationWindowSeconds", window);
      fixture.admin().raw(path + "/" + NAME, "PUT", now);
    }

    private static String behaviour(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> "";
        case 1 -> "{\"scaleUp\": {\"selectPolicy\": \"Max\"}}";
        case 2 ->
            "{\"scaleDown\": {\"stabilizationWindowSeconds\": %d}}".formatted(random.nextInt(300));
        default ->
            """
            {"scaleUp": {"stabilizationWindowSeconds": 3, "policies":
              [{"type": "Pods", "value": %d, "periodSeconds": 30}]}}
            """
                .formatted(1 + random.nextInt(9));
      };
    }

    @Override
    public Object snapshot() {
      var now = json(fixture.admin().raw(path + "/" + NAME));
      now.remove("status");
      now.withObjectProperty("metadata").remove(List.of("resourceVersion", "managedFields"));
      return now;
    }

    /** The version moves with each write, and in the lab with the status of a controller. */
    @Override
    public long writes() {
      var now = json(fixture.admin().raw(path + "/" + NAME));
      return now.path("spec").hashCode() + super.writes();
    }
  }
}
