package dev.rollback.fidelity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.contract.SandboxKubernetes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code kubernetes.suspend} of custom resources: the sandbox serves them, their controllers do not
 * run.
 */
final class SuspendSubject extends KubernetesSubject {
  private static final String PAUSED = "autoscaling.keda.sh/paused";

  /** A kind, where it is served, the states it is drawn from, and what somebody else may do. */
  private record Kind(
      String name,
      String group,
      String version,
      String plural,
      List<String> objects,
      Consumer<ObjectNode> theirs) {
    String path() {
      return "/apis/%s/%s/namespaces/grid/%s".formatted(group, version, plural);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "Application",
              "argoproj.io",
              "v1alpha1",
              "applications",
              List.of(
                  "{\"spec\": {\"project\": \"p\"}}",
                  "{\"spec\": {\"syncPolicy\": {}}}",
                  "{\"spec\": {\"syncPolicy\": {\"automated\": {}}}}",
                  "{\"spec\": {\"syncPolicy\": {\"automated\": {\"prune\": true}, \"retry\":"
                      + " {}}}}"),
              o ->
                  o.withObjectProperty("spec")
                      .withObjectProperty("syncPolicy")
                      .withObjectProperty("automated")
                      .put("selfHeal", true)),
          new Kind(
              "Kustomization",
              "kustomize.toolkit.fluxcd.io",
              "v1",
              "kustomizations",
              List.of("{\"spec\": {}}", "{\"spec\": {\"suspend\": false, \"interval\": \"1m\"}}"),
              o -> toggle(o.withObjectProperty("spec"))),
          new Kind(
              "HelmRelease",
              "helm.toolkit.fluxcd.io",
              "v2",
              "helmreleases",
              List.of("{\"spec\": {}}", "{\"spec\": {\"suspend\": false}}"),
              o -> toggle(o.withObjectProperty("spec"))),
          new Kind(
              "ScaledObject",
              "keda.sh",
              "v1alpha1",
              "scaledobjects",
              List.of(
                  "{\"spec\": {}}",
                  "{\"metadata\": {\"annotations\": {\"a\": \"b\"}}, \"spec\": {}}",
                  "{\"metadata\": {\"annotations\": {\"autoscaling.keda.sh/paused\": \"false\"}}}"),
              o ->
                  o.withObjectProperty("metadata")
                      .withObjectProperty("annotations")
                      .put(PAUSED, "not now")));

  private Optional<Kind> there = Optional.empty();

  SuspendSubject(SandboxKubernetes sandbox) {
    super(sandbox);
    KINDS.forEach(k -> sandbox.cluster().install(k.group()));
  }

  /** Not what is planned, and not what was there. */
  private static void toggle(ObjectNode spec) {
    if (spec.has("suspend")) {
      spec.remove("suspend");
    } else {
      spec.put("suspend", false);
    }
  }

  @Override
  public String name() {
    return "kubernetes.suspend (custom)";
  }

  @Override
  public Set<String> actions() {
    return Set.of("kubernetes.suspend");
  }

  @Override
  public Case next(Random random) {
    there.ifPresent(k -> fixture.admin().raw(k.path() + "/" + NAME, "DELETE", null));
    var kind = KINDS.get(random.nextInt(KINDS.size()));
    var object = json(kind.objects().get(random.nextInt(kind.objects().size())));
    object.put("apiVersion", kind.group() + "/" + kind.version()).put("kind", kind.name());
    object.withObjectProperty("metadata").put("name", NAME);
    fixture.admin().raw(kind.path(), "POST", object);
    there = Optional.of(kind);
    return new Case(
        runbook(
            Stream.of(
                "  - {id: suspend, action: kubernetes.suspend, with: {kind: %s, name: %s}}%n"
                    .formatted(kind.name(), NAME))),
        List.of(
            Drift.harmful("another setting of a " + kind.name(), () -> edit(kind, kind.theirs())),
            Drift.harmless(
                "a label of a " + kind.name(),
                () ->
                    edit(
                        kind,
                        o ->
                            o.withObjectProperty("metadata")
                                .withObjectProperty("labels")
                                .put("theirs", "yes")))));
  }

  private void edit(Kind kind, Consumer<ObjectNode> change) {
    var now = json(fixture.admin().raw(kind.path() + "/" + NAME));
    change.accept(now);
    fixture.admin().raw(kind.path() + "/" + NAME, "PUT", now);
  }

  @Override
  public Object snapshot() {
    return there.map(k -> json(fixture.admin().raw(k.path() + "/" + NAME))).orElseThrow();
  }

  /** Its resourceVersion moves with each write, and nobody else writes it. */
  @Override
  public long writes() {
    return super.writes()
        + there
            .map(k -> json(fixture.admin().raw(k.path() + "/" + NAME)))
            .map(o -> o.at("/metadata/resourceVersion").asLong())
            .orElse(0L);
  }
}
