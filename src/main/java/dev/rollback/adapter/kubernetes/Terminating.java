package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * Pods that are being deleted. They get no new requests and their controller counts them no more,
 * but until their grace period is over they are listed with the others.
 */
public final class Terminating {
  private Terminating() {}

  /** The pods that stay, in the same order. */
  public static List<Pod> without(List<Pod> pods) {
    return pods.stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null).toList();
  }
}
