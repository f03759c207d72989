package dev.rollback.adapter.kubernetes.secret;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.LabelSelector;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.adapter.kubernetes.workload.Rollout;
import dev.rollback.diagnostic.SystemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The workloads whose pods use one Secret, and the mark of their template that replaces the pods.
 *
 * @param secret its name
 */
record SecretUsers(String secret) {
  private static final String PREFIX = "secret.rollback.dev/";
  private static final int LONGEST = 63;
  private static final int DIGEST_BYTES = 4;

  /**
   * A workload.
   *
   * @param how where its pods have it from: {@code container app: env DB_PASSWORD}
   * @param mark its template's mark, where it has one
   */
  record User(WorkloadName name, List<String> how, Optional<String> mark, int pods) {
    /** As earlier steps will have marked it. */
    User marked(Optional<String> now) {
      return new User(name, how, now, pods);
    }
  }

  /** What replacing their pods needs; which workloads they are is not known before. */
  static List<Requirement<KubernetesReader>> toRestart() {
    var each =
        Arrays.stream(WorkloadKind.values())
            .flatMap(
                kind ->
                    Stream.of("list", "get", "update").map(v -> ObjectKind.of(kind).access(v, "")));
    var following =
        Stream.of(
            Access.revisions(WorkloadKind.DEPLOYMENT),
            Access.revisions(WorkloadKind.DAEMON_SET),
            Access.core("list", "pods"),
            Access.core("get", "pods/log"));
    return Stream.concat(each, following).map(Access::requirement).toList();
  }

  /**
   * The workloads.
   *
   * @param unknown whether this user may not know
   */
  record Found(List<User> all, boolean unknown) {}

  /** Those whose template uses it, and those that still have its mark. */
  Found find(KubernetesReader system) {
    var objects = system.objects();
    var users =
        Arrays.stream(WorkloadKind.values())
            .flatMap(
                kind ->
                    objects.list(ObjectKind.of(kind), LabelSelector.ALL).stream()
                        .map(object -> user(kind, object)))
            .filter(user -> !user.how().isEmpty() || user.mark().isPresent())
            .map(user -> user.marked(mark(system.workload(user.name()))))
            .toList();
    return new Found(users, false);
  }

  /** The same where they only stand in a note, and a user who may not list them goes on. */
  Found findIfAllowed(KubernetesReader system) {
    var may =
        Arrays.stream(WorkloadKind.values())
            .map(kind -> ObjectKind.of(kind).access("list", ""))
            .allMatch(access -> system.mayI(access) instanceof Requirement.Finding.Met);
    return may ? find(system) : new Found(List.of(), true);
  }

  private User user(WorkloadKind kind, JsonNode object) {
    var pods =
        kind == WorkloadKind.DAEMON_SET
            ? object.at("/status/desiredNumberScheduled").asInt()
            : object.at("/spec/replicas").asInt(1);
    var mark = object.at("/spec/template/metadata/annotations").path(annotation());
    return new User(
        new WorkloadName(kind, object.at("/metadata/name").asText()),
        uses(object.at("/spec/template/spec")),
        Optional.ofNullable(mark.textValue()),
        pods);
  }

  private List<String> uses(JsonNode pod) {
    var uses = new ArrayList<String>();
    for (var list : List.of("initContainers", "containers")) {
      pod.path(list)
          .forEach(
              c -> {
                var container = "container " + c.path("name").asText() + ": ";
                c.path("env")
                    .valueStream()
                    .filter(e -> isIt(e.at("/valueFrom/secretKeyRef/name")))
                    .forEach(e -> uses.add(container + "env " + e.path("name").asText()));
                c.path("envFrom")
                    .valueStream()
                    .filter(e -> isIt(e.at("/secretRef/name")))
                    .forEach(_ -> uses.add(container + "all of its environment"));
              });
    }
    pod.path("volumes")
        .valueStream()
        .filter(this::isMounted)
        .forEach(v -> uses.add("volume " + v.path("name").asText()));
    return List.copyOf(uses);
  }

  private boolean isMounted(JsonNode volume) {
    return isIt(volume.at("/secret/secretName"))
        || volume.at("/projected/sources").valueStream().anyMatch(s -> isIt(s.at("/secret/name")));
  }

  private boolean isIt(JsonNode name) {
    return name.asText().equals(secret);
  }

  /** The marks that there are, by workload. */
  static Map<String, String> marks(List<User> users) {
    var marks = new TreeMap<String, String>();
    users.forEach(u -> u.mark().ifPresent(mark -> marks.put(u.name().toString(), mark)));
    return marks;
  }

  /** Gives a workload's template this mark, or takes it away; pods are replaced by that. */
  void mark(WorkloadName name, SetSecret.State from, SetSecret.State to, KubernetesWriter system) {
    var now = system.workload(name);
    var mark = mark(now);
    if (!mark.equals(mark(from, name)) && !mark.equals(mark(to, name))) {
      throw SystemException.refused(
          name + " was marked by somebody else meanwhile; its pods were not replaced.",
          "See who changes it, then plan again.");
    }
    Changes.write(name, now.version(), w -> mark(w, mark(to, name)), system);
  }

  /** Has the server judge that. */
  void rehearse(WorkloadName name, Optional<String> mark, KubernetesReader system) {
    var now = system.workload(name);
    Changes.rehearse(name, now.version(), w -> mark(w, mark), system);
  }

  /** The mark that a state has for a workload. */
  static Optional<String> mark(SetSecret.State state, WorkloadName name) {
    return Optional.ofNullable(state.restarts().get(name.toString()));
  }

  private Optional<String> mark(Workload workload) {
    return Optional.ofNullable(workload.template().getMetadata())
        .map(meta -> meta.getAnnotations())
        .map(annotations -> annotations.get(annotation()));
  }

  private void mark(Workload workload, Optional<String> mark) {
    var template = workload.template().toBuilder().editOrNewMetadata();
    var marked =
        mark.map(m -> template.addToAnnotations(annotation(), m))
            .orElseGet(() -> template.removeFromAnnotations(annotation()));
    workload.template(marked.endMetadata().build());
  }

  /** Whether a workload's pods are those of this mark. */
  Readiness follow(WorkloadName name, Optional<String> mark, KubernetesReader system) {
    return Rollout.follow(name, Rollout.Pods.MUST_CHANGE, w -> mark(w).equals(mark), system);
  }

  /** One for each Secret: a change of another one must not look like this one's. */
  private String annotation() {
    return PREFIX
        + (secret.length() <= LONGEST
            ? secret
            : secret.substring(0, LONGEST - 2 * DIGEST_BYTES - 1) + "-" + digest(secret));
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code deployment/grid-api (container app: env KEY; volume auth)}. */
  static String text(User user) {
    return user.name() + (user.how().isEmpty() ? "" : " (" + String.join("; ", user.how()) + ")");
  }

  /** The workload that is written like this. */
  static WorkloadName parse(String text) {
    var parts = text.split("/", 2);
    return Arrays.stream(WorkloadKind.values())
        .filter(kind -> kind.word().equals(parts[0]))
        .map(kind -> new WorkloadName(kind, parts[1]))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' names no workload"));
  }
}
