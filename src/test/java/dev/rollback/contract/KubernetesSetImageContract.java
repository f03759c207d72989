package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.workload.SetImage;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;

/** {@code kubernetes.set-image} of a container and of an init container, beside others. */
abstract class KubernetesSetImageContract extends KubernetesContract<SetImage, SetImage.State> {
  @Override
  protected final Deployment deployment() {
    return super.deployment().toBuilder()
        .editSpec()
        .editTemplate()
        .editSpec()
        .addToInitContainers(container("migrate").withCommand("/bin/busybox", "true").build())
        .addToInitContainers(container("warm").withCommand("/bin/busybox", "true").build())
        .addToContainers(container("sidecar").withCommand("/bin/busybox", "sleep", "3600").build())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private ContainerBuilder container(String name) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(fixture().image())
        .withImagePullPolicy("Never");
  }

  /** Another version of the same image. */
  private String newer() {
    return fixture().image().replace(":1", ":2");
  }

  @Override
  protected final Class<SetImage.State> stateType() {
    return SetImage.State.class;
  }

  @Override
  protected final SetImage action() {
    return new SetImage(
        name(WorkloadKind.DEPLOYMENT),
        name(WorkloadKind.STATEFUL_SET),
        name(WorkloadKind.DAEMON_SET),
        Map.of("app", newer(), "migrate", newer()));
  }

  @Override
  protected final void disturb() {
    change(w -> w.template().getSpec().getInitContainers().getFirst().setImage(newer()));
  }
}
