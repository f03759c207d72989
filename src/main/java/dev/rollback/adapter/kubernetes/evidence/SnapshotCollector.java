package dev.rollback.adapter.kubernetes.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Capture.Files;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.LabelSelector;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.ObjectReader;
import dev.rollback.adapter.kubernetes.ObjectReader.ContainerLog;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a cluster knows of one workload into files, and notes what it could not. */
final class SnapshotCollector {
  private static final int NAMED = 5;

  private final WorkloadName name;
  private final KubernetesReader system;
  private final Files files;
  private final Workload workload;
  private final List<Pod> pods;
  private final List<String> cut = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  SnapshotCollector(WorkloadName name, KubernetesReader system, Files files) {
    this.name = name;
    this.system = system;
    this.files = files;
    this.workload = system.workload(name);
    this.pods = system.pods(workload);
  }

  /** The workload and its pods, each in a file. */
  void objects() {
    var objects = system.objects();
    objects
        .find(ObjectKind.of(name.kind()), name.name())
        .ifPresent(o -> keep(name.kind().word(), name.name(), o));
    Set<String> own =
        pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    objects.list(ObjectKind.POD, LabelSelector.of(workload.selector())).stream()
        .filter(pod -> own.contains(pod.at("/metadata/uid").asText()))
        .forEach(pod -> keep("pod", pod.at("/metadata/name").asText(), pod));
  }

  private void keep(String kind, String object, JsonNode content) {
    files.keep("%s-%s.json".formatted(kind, object), Evidence.lines(content));
  }

  /** All that are kept of it, the oldest first. */
  void events() {
    var relation = EventRelation.of(workload, pods, system);
    var found =
        system.objects().list(ObjectKind.EVENT, LabelSelector.ALL).stream()
            .filter(relation::holds)
            .map(Occurrence::of)
            .sorted(Comparator.comparing(Occurrence::last))
            .map(SnapshotCollector::line)
            .toList();
    files.keep("events.txt", found.stream());
  }

  private static String line(Occurrence o) {
    return "%s %s %s %s x%d %s"
        .formatted(
            o.last(),
            o.bad() ? "Warning" : "Normal",
            o.reason(),
            o.object(),
            o.count(),
            o.message().replace('\n', ' '));
  }

  /** Those of so many pods, first of those that do not serve: they tell most. */
  void logs(int most, int lines, int bytes) {
    var chosen =
        pods.stream().sorted(Comparator.comparing(SnapshotCollector::serves)).limit(most).toList();
    if (chosen.size() < pods.size()) {
      missing.add("the logs of %d of %d pods".formatted(pods.size() - chosen.size(), pods.size()));
    }
    for (var run : PodRuns.of(chosen, Optional.empty(), Instant.EPOCH, name)) {
      log(run, lines, bytes);
    }
  }

  private static boolean serves(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private void log(PodRuns.Run run, int lines, int bytes) {
    var request =
        new ObjectReader.LogRequest(
            run.pod(), run.container(), run.previous(), new ObjectReader.Part.Newest(lines), bytes);
    var file =
        "%s_%s%s.log".formatted(run.pod(), run.container(), run.previous() ? ".previous" : "");
    switch (system.objects().log(request)) {
      case ContainerLog.Text(var text, var longer) -> {
        files.keep(file, text.lines());
        if (longer) {
          cut.add("%s after %d MiB".formatted(file, bytes >> 20));
        } else if (text.lines().count() >= lines) {
          cut.add("%s before its newest %,d lines".formatted(file, lines));
        }
      }
      case ContainerLog.None _, ContainerLog.Gone _ -> missing.add(file);
    }
  }

  /** What was cut off, and what was not there any more. */
  String note() {
    var notes = new ArrayList<String>();
    if (pods.isEmpty()) {
      notes.add(name + " has no pods");
    }
    if (!cut.isEmpty()) {
      notes.add("cut off: " + some(cut));
    }
    if (!missing.isEmpty()) {
      notes.add("not there: " + some(missing));
    }
    return String.join("; ", notes);
  }

  private static String some(List<String> all) {
    var named = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
    return all.size() > NAMED ? "%s and %d more".formatted(named, all.size() - NAMED) : named;
  }
}
