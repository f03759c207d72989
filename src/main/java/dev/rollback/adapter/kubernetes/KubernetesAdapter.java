package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.adapter.kubernetes.evidence.Events;
import dev.rollback.adapter.kubernetes.evidence.Logs;
import dev.rollback.adapter.kubernetes.evidence.Snapshot;
import dev.rollback.adapter.kubernetes.isolation.Isolate;
import dev.rollback.adapter.kubernetes.secret.SetSecret;
import dev.rollback.adapter.kubernetes.transport.Kubeconfig;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.adapter.kubernetes.workload.EnvState;
import dev.rollback.adapter.kubernetes.workload.Image;
import dev.rollback.adapter.kubernetes.workload.Ready;
import dev.rollback.adapter.kubernetes.workload.RolloutPause;
import dev.rollback.adapter.kubernetes.workload.RolloutRestart;
import dev.rollback.adapter.kubernetes.workload.RolloutUndo;
import dev.rollback.adapter.kubernetes.workload.Scale;
import dev.rollback.adapter.kubernetes.workload.SetEnv;
import dev.rollback.adapter.kubernetes.workload.SetImage;
import dev.rollback.adapter.kubernetes.workload.Suspend;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Workloads of a namespace. */
public final class KubernetesAdapter
    implements Adapter<KubernetesSettings, KubernetesReader, KubernetesWriter> {
  private final Map<String, String> environment;
  private final Path base;

  /**
   * Reaches clusters as kubectl does.
   *
   * @param environment of the process: KUBECONFIG and HOME are read
   * @param base what a relative {@code kubeconfig:} is relative to: the folder of rollback.yaml
   */
  public KubernetesAdapter(Map<String, String> environment, Path base) {
    this.environment = Map.copyOf(environment);
    this.base = base;
  }

  @Override
  public String system() {
    return "kubernetes";
  }

  @Override
  public Class<KubernetesSettings> settings() {
    return KubernetesSettings.class;
  }

  @Override
  public List<StepType<KubernetesReader, KubernetesWriter>> steps() {
    return List.of(
        StepType.action("kubernetes.scale", Scale.class, Scale.State.class),
        StepType.action("kubernetes.set-env", SetEnv.class, EnvState.class),
        StepType.action(
            "kubernetes.rollout-restart", RolloutRestart.class, RolloutRestart.State.class),
        StepType.action("kubernetes.set-image", SetImage.class, SetImage.State.class),
        StepType.action("kubernetes.rollout-undo", RolloutUndo.class, RolloutUndo.State.class),
        StepType.action("kubernetes.rollout-pause", RolloutPause.class, RolloutPause.State.class),
        StepType.action("kubernetes.suspend", Suspend.class, Suspend.State.class),
        StepType.action("kubernetes.set-secret", SetSecret.class, SetSecret.State.class),
        StepType.action("kubernetes.isolate", Isolate.class, Isolate.State.class),
        StepType.check("kubernetes.ready", Ready.class, Ready.Values.class),
        StepType.check("kubernetes.image", Image.class, Image.Values.class),
        StepType.capture("kubernetes.snapshot", Snapshot.class),
        StepType.check("kubernetes.events", Events.class, Events.Values.class),
        StepType.check("kubernetes.logs", Logs.class, Logs.Values.class));
  }

  @Override
  public List<Fact> facts() {
    return KubernetesConnection.FACTS;
  }

  @Override
  public Connection<KubernetesReader, KubernetesWriter> connect(
      KubernetesSettings settings, Pin pin, Secrets secrets) {
    return new KubernetesConnection(
        Kubeconfig.read(settings, environment, base), environment, settings, pin, secrets);
  }
}
