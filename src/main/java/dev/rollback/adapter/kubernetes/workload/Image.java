package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Revision;
import dev.rollback.adapter.kubernetes.Terminating;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads which image a workload runs, since when, and why. */
@Doc(
    "Which image a container of a workload is to run, which ones its pods run, and since when: what"
        + " an error is to be set against that began with a deployment.")
public record Image(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc("The container; it may be left out where there is only one.") Optional<String> container,
    @Doc("The image that it is compared with, written as in the workload's template.")
        Optional<String> expected)
    implements Check<Image.Values, KubernetesReader> {
  private static final double SECONDS = 60.0;

  /** What is read. */
  @Doc("The image of a container.")
  public record Values(
      @Doc("The image that the workload is to run, as its template names it.") String image,
      @Doc("Whether that is the one that is expected; false where none is.") boolean matches,
      @Doc("The images that its pods run, as the nodes name them; none before a pod has started.")
          List<String> running,
      @Doc("The number of the newest revision, as `kubectl rollout history` has it; 0 if unknown.")
          long revision,
      @Doc("What somebody noted as the reason of the newest change; empty where nobody did.")
          String reason,
      @Doc("How many minutes ago the first of the pods that run the newest template was made.")
          double minutes) {
    /** Keeps its own copy. */
    public Values {
      running = List.copyOf(running);
    }
  }

  /** Refuses inputs that name no workload, or several. */
  public Image {
    WorkloadName.of(deployment, statefulset, daemonset);
    expected.ifPresent(ImageName::parse);
  }

  /** Of the only container of a deployment. */
  public Image(String deployment) {
    this(
        Optional.of(deployment),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return Target.of(workload() + " image");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    var kind = workload().kind();
    var more =
        switch (kind) {
          case DEPLOYMENT -> Stream.<Access>empty(); // Reading its pods asks for them already.
          case STATEFUL_SET, DAEMON_SET -> Stream.of(Access.revisions(kind));
        };
    return Stream.concat(Access.toReadPods(workload()).stream(), more.map(Access::requirement))
        .toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty();
  }

  @Override
  public Reading<Values> read(KubernetesReader system) {
    var now = system.workload(workload());
    var wanted = Containers.one(now, container);
    var newest = system.revisions(now).stream().max(Comparator.comparingLong(Revision::number));
    var pods = Terminating.without(system.pods(now));
    var made =
        pods.stream()
            .filter(newest.<Predicate<Pod>>map(r -> r::runs).orElse(_ -> true))
            .map(pod -> pod.getMetadata().getCreationTimestamp())
            .map(Instant::parse)
            .min(Comparator.naturalOrder());
    if (made.isEmpty()) {
      return new Reading.Nothing<>(workload() + " has no pod of its newest template");
    }
    var image = Optional.ofNullable(wanted.getImage()).orElse("");
    return new Reading.Values<>(
        new Values(
            image,
            expected.filter(image::equals).isPresent(),
            pods.stream().flatMap(p -> running(p, wanted.getName())).distinct().sorted().toList(),
            newest.map(Revision::number).orElse(0L),
            newest.flatMap(Revision::cause).or(() -> Revision.cause(now)).orElse(""),
            minutes(made.get(), system.objects().now())));
  }

  private static double minutes(Instant made, Instant now) {
    return Math.max(0, Duration.between(made, now).toSeconds() / SECONDS);
  }

  private static Stream<String> running(Pod pod, String container) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getContainerStatuses().stream())
        .filter(status -> container.equals(status.getName()))
        .map(Image::id)
        .filter(id -> !id.isEmpty());
  }

  /** Docker's nodes put the way by which it came before it. */
  private static String id(ContainerStatus status) {
    return Optional.ofNullable(status.getImageID())
        .filter(id -> !id.isEmpty())
        .orElse(Optional.ofNullable(status.getImage()).orElse(""))
        .replaceFirst("^[a-z-]+://", "");
  }
}
