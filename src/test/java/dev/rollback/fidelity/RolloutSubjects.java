package dev.rollback.fidelity;

import static org.awaitility.Awaitility.await;

import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Revision;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.KubernetesFixture;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The subjects whose actions choose among images and revisions of a deployment. */
final class RolloutSubjects {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of the revisions beyond the ten that are kept, the controller may remove any at any time. */
  private static final int SAFE = 9;

  private RolloutSubjects() {}

  static List<Function<KubernetesFixture, Subject>> all() {
    return List.of(ImageSubject::new, UndoSubject::new, PauseSubject::new, ChainSubject::new);
  }

  /** What they share: images, and a controller that has made a revision of what was drawn. */
  private abstract static class RolloutSubject extends KubernetesSubject {
    RolloutSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    final String image(Random random) {
      return fixture.image().replace(":1", ":" + (1 + random.nextInt(2)));
    }

    static void image(Deployment deployment, String image) {
      deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(image);
    }

    /** Until the controller keeps this template, and works on it. */
    final void settle() {
      try (var connection = Deployments.connect(fixture)) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> kept(connection.reader()));
      }
    }

    private static boolean kept(KubernetesReader reader) {
      var now = reader.workload(WorkloadName.deployment(NAME));
      var all = reader.revisions(now);
      var newest = all.stream().mapToLong(Revision::number).max().orElse(0);
      return all.stream()
          .anyMatch(r -> r.number() == newest && r.template().equals(now.template()));
    }

    final List<Long> revisions() {
      try (var connection = Deployments.connect(fixture)) {
        var reader = connection.reader();
        return reader.revisions(reader.workload(WorkloadName.deployment(NAME))).stream()
            .map(Revision::number)
            .toList();
      }
    }

    /** Two templates one after the other, both kept. */
    final void drawTwo(Random random) {
      draw(random, 0);
      edit(d -> remark(d, Map.of("drawn", "first")));
      settle();
      draw(random, 0);
      edit(d -> image(d, image(random)));
      settle();
    }

    static String step(String id, String action, String with) {
      return "  - {id: %s, action: %s, with: {deployment: %s, %s}}%n"
          .formatted(id, action, NAME, with);
    }

    static String setImage(String id, String image) {
      return step(id, "kubernetes.set-image", "images: {app: \"" + image + "\"}");
    }

    static String undo(String id) {
      return "  - {id: %s, action: kubernetes.rollout-undo, with: {deployment: %s}}%n"
          .formatted(id, NAME);
    }
  }

  /** {@code kubernetes.set-image}. */
  private static final class ImageSubject extends RolloutSubject {
    ImageSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    @Override
    public String name() {
      return "kubernetes.set-image";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.set-image");
    }

    @Override
    public Case next(Random random) {
      draw(random, random.nextInt(2));
      var from = image(random);
      edit(d -> image(d, from));
      var to = image(random);
      return new Case(
          runbook(Stream.of(setImage("set", to))),
          from.equals(to)
              ? List.of()
              : List.of(
                  Drift.harmful(
                      "another image", () -> edit(d -> image(d, fixture.image() + "theirs"))),
                  Drift.harmless(
                      "another number of pods", () -> edit(d -> d.getSpec().setReplicas(0)))));
    }
  }

  /** {@code kubernetes.rollout-undo}. */
  private static final class UndoSubject extends RolloutSubject {
    UndoSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    @Override
    public String name() {
      return "kubernetes.rollout-undo";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.rollout-undo");
    }

    @Override
    public Case next(Random random) {
      drawTwo(random);
      var numbered = random.nextBoolean();
      var all = revisions();
      var newest = all.stream().mapToLong(n -> n).max().orElseThrow();
      var safe = all.stream().sorted(Comparator.reverseOrder()).limit(SAFE).toList();
      var number = safe.get(random.nextInt(safe.size()));
      var step =
          numbered ? step("undo", "kubernetes.rollout-undo", "revision: " + number) : undo("undo");
      if (numbered && number == newest) {
        return new Case(runbook(Stream.of(step)), List.of());
      }
      var drifts = new ArrayList<Drift>();
      drifts.add(
          Drift.harmful(
              "another template",
              () -> {
                edit(d -> remark(d, Map.of("theirs", "x")));
                settle();
              }));
      drifts.add(
          Drift.harmless("another number of pods", () -> edit(d -> d.getSpec().setReplicas(1))));
      if (!numbered) {
        drifts.add(Drift.harmful("another revision before it", this::thereAndBack));
      }
      return new Case(runbook(Stream.of(step)), drifts);
    }

    /** Images that a cluster can start: what is undone to has to come up. */
    private void thereAndBack() {
      var mine = new HashMap<String, String>();
      edit(
          d -> {
            var annotations = d.getSpec().getTemplate().getMetadata().getAnnotations();
            mine.putAll(annotations == null ? Map.of() : annotations);
            remark(d, Map.of("theirs", "x"));
          });
      settle();
      edit(d -> remark(d, mine));
      settle();
    }
  }

  /** {@code kubernetes.rollout-pause}. */
  private static final class PauseSubject extends RolloutSubject {
    PauseSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    @Override
    public String name() {
      return "kubernetes.rollout-pause";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.rollout-pause");
    }

    @Override
    public Case next(Random random) {
      draw(random, 0);
      var from = random.nextBoolean();
      edit(d -> d.getSpec().setPaused(from));
      var to = random.nextBoolean();
      return new Case(
          runbook(Stream.of(step("pause", "kubernetes.rollout-pause", "paused: " + to))),
          List.of(
              Drift.harmless(
                  "another number of pods", () -> edit(d -> d.getSpec().setReplicas(0)))));
    }
  }

  /** Several of them on one deployment, each on what those before it have made. */
  private static final class ChainSubject extends RolloutSubject {
    ChainSubject(KubernetesFixture fixture) {
      super(fixture);
    }

    @Override
    public String name() {
      return "chains of rollouts";
    }

    @Override
    public Set<String> actions() {
      return Set.of("kubernetes.set-image", "kubernetes.rollout-undo", "kubernetes.rollout-pause");
    }

    @Override
    public Case next(Random random) {
      drawTwo(random);
      var paused = random.nextInt(3) == 0;
      var steps =
          new ArrayList<>(
              IntStream.range(0, 1 + random.nextInt(4))
                  .mapToObj(
                      i ->
                          !paused && random.nextBoolean()
                              ? undo("s" + i)
                              : setImage("s" + i, image(random)))
                  .toList());
      if (paused) {
        steps.addFirst(step("pause", "kubernetes.rollout-pause", "paused: true"));
        steps.addLast(step("resume", "kubernetes.rollout-pause", "paused: false"));
        steps.addLast(undo("undo"));
      }
      Runnable theirs = () -> edit(d -> remark(d, Map.of("theirs", "x")));
      return new Case(
          runbook(steps.stream()),
          List.of(
              steps.stream().anyMatch(step -> step.contains("rollout-undo"))
                  ? Drift.harmful("another annotation of the template", theirs)
                  : Drift.harmless("an annotation that no step names", theirs)));
    }
  }
}
