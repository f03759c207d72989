package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One namespace over Fabric8: each method is one request, sent once. */
final class Fabric8Kubernetes implements KubernetesWriter {
  /** Its uid is as old as the cluster, and stays. */
  private static final Access SYSTEM = new Access("get", "", "namespaces", "kube-system");

  private final KubernetesClient client;
  private final Failures failures;
  private final String namespace;
  private final Secrets secrets;
  private final ControllerObjects objects;
  private final WorkloadObjects workloads;

  Fabric8Kubernetes(KubernetesClient client, Failures failures, Secrets secrets) {
    this.client = client;
    this.failures = failures;
    this.secrets = secrets;
    this.namespace = failures.namespace();
    this.objects = new ControllerObjects(client, failures);
    this.workloads = new WorkloadObjects(client, failures);
  }

  @Override
  public Workload workload(WorkloadName name) {
    return workloads.get(name).orElseThrow(() -> noSuchWorkload(name));
  }

  @Override
  public List<Revision> revisions(Workload owner) {
    return workloads.revisions(owner);
  }

  @Override
  public List<Pod> pods(Workload owner) {
    return workloads.pods(owner);
  }

  @Override
  public List<String> log(Pod pod, String container, boolean previous, int lines) {
    var path =
        "/api/v1/namespaces/%s/pods/%s/log?container=%s&previous=%s&tailLines=%d"
            .formatted(namespace, pod.getMetadata().getName(), container, previous, lines);
    try {
      // Fabric8's own log request first waits for the pod to be ready, by a watch.
      var text = client.raw(path);
      return text == null ? List.of() : text.lines().toList();
    } catch (KubernetesClientException e) {
      // 400: the container has not run (yet); 404: the pod is gone. There is no log then.
      if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw failures.explain(new Failures.Request(Access.core("get", "pods/log"), false), e);
    }
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public KubernetesWriter in(String other) {
    return new Fabric8Kubernetes(client, failures.in(other), secrets);
  }

  @Override
  public ControllerLookup controllers(ControllerKind kind) {
    return objects.list(kind);
  }

  @Override
  public ControllerLookup controllers(ControllerKind kind, String name) {
    return objects.find(kind, name);
  }

  @Override
  public JsonNode controller(ControllerKind kind, String name) {
    return objects.get(kind, name);
  }

  @Override
  public boolean rehearse(ControllerKind kind, JsonNode changed) {
    return objects.update(kind, changed, true);
  }

  @Override
  public boolean update(ControllerKind kind, JsonNode changed) {
    return objects.update(kind, changed, false);
  }

  @Override
  public Finding mayI(Access access) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withVerb(access.verb())
            .withGroup(access.group())
            .withResource(access.plainResource())
            .withSubresource(access.subresource())
            .withName(access.name())
            .endResourceAttributes()
            .endSpec()
            .build();
    var status =
        read(
                new Access("create", "authorization.k8s.io", "selfsubjectaccessreviews", ""),
                () -> client.authorization().v1().selfSubjectAccessReview().create(review))
            .getStatus();
    return Boolean.TRUE.equals(status.getAllowed())
        ? new Finding.Met()
        : new Finding.Missing(
            "User '%s' (context '%s') may not %s in namespace %s of %s."
                .formatted(
                    failures.kubeconfig().user(),
                    failures.kubeconfig().context(),
                    access.what(),
                    namespace,
                    failures.where()),
            failures.remedy(access));
  }

  @Override
  public void rehearse(Workload changed) {
    workloads.rehearse(changed);
  }

  @Override
  public boolean update(Workload changed) {
    return write(
        changed.name().access("update"),
        () -> client.resource(changed.object()).inNamespace(namespace).update());
  }

  @Override
  public Optional<Lease> lease(String name) {
    return Optional.ofNullable(
        read(
            Access.lease("get", name),
            () -> client.leases().inNamespace(namespace).withName(name).get()));
  }

  @Override
  public boolean create(Lease lease) {
    return write(
        Access.lease("create", ""), () -> client.resource(lease).inNamespace(namespace).create());
  }

  @Override
  public boolean update(Lease changed) {
    return write(
        Access.lease("update", changed.getMetadata().getName()),
        () -> client.resource(changed).inNamespace(namespace).update());
  }

  @Override
  public ConfigMapKeys configMapKeys(String name) {
    try {
      return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
          .<ConfigMapKeys>map(
              map ->
                  new ConfigMapKeys.Found(
                      Stream.of(map.getData(), map.getBinaryData())
                          .flatMap(data -> Optional.ofNullable(data).stream())
                          .flatMap(data -> data.keySet().stream())
                          .collect(Collectors.toSet())))
          .orElseGet(ConfigMapKeys.Missing::new);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new ConfigMapKeys.Forbidden();
      }
      throw failures.explain(
          new Failures.Request(new Access("get", "", "configmaps", name), false), e);
    }
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public ObjectWriter objects() {
    return new Fabric8Objects(client, failures, this::time);
  }

  @Override
  public Sensitive secret(String name, String key) {
    var found =
        read(
            new Access("get", "", "secrets", name),
            () -> client.secrets().inNamespace(namespace).withName(name).get());
    var data = found == null ? null : found.getData();
    if (data == null || !data.containsKey(key)) {
      throw SystemException.refused(
          found == null
              ? "There is no secret '%s' in namespace %s of %s."
                  .formatted(name, namespace, failures.where())
              : "The secret '%s' in namespace %s has no key '%s'".formatted(name, namespace, key)
                  + Nearest.hint(key, data == null ? List.of() : data.keySet()),
          "Mend the reference, or create the secret.");
    }
    return Sensitive.of(
        new String(Base64.getDecoder().decode(data.get(key)), StandardCharsets.UTF_8));
  }

  /** Product and version; also that credentials and namespace are as they should be. */
  String ping() {
    var version =
        read(
            new Access("get", "", "version", ""),
            () -> client.getKubernetesVersion().getGitVersion());
    requireNamespace();
    return "Kubernetes " + version;
  }

  /** What the server's clock shows, in full seconds; empty where its answers do not say. */
  Optional<Instant> time() {
    return read(
        new Access("get", "", "version", ""), () -> ServerClock.read(client, failures.timeout()));
  }

  /** The uid of kube-system; empty where there is none, or this user may not read it. */
  Optional<String> identity() {
    try {
      return system();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.empty();
      }
      throw failures.explain(new Failures.Request(SYSTEM, false), e);
    }
  }

  /** The same; that this user may not read it is an error here. */
  Optional<String> systemUid() {
    return read(SYSTEM, this::system);
  }

  private Optional<String> system() {
    return Optional.ofNullable(client.namespaces().withName(SYSTEM.name()).get())
        .map(system -> system.getMetadata().getUid());
  }

  /** A user who may not read namespaces learns of a missing one only from what is not in it. */
  private void requireNamespace() {
    try {
      if (client.namespaces().withName(namespace).get() == null) {
        throw SystemException.refused(
            "There is no namespace '%s' on %s".formatted(namespace, failures.where())
                + Nearest.hint(namespace, namespaces()),
            "Mend `namespace:` in rollback.yaml.");
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw failures.explain(
            new Failures.Request(new Access("get", "", "namespaces", namespace), false), e);
      }
    }
  }

  private List<String> namespaces() {
    return names(() -> client.namespaces().list().getItems()).orElse(List.of());
  }

  private SystemException noSuchWorkload(WorkloadName missing) {
    requireNamespace();
    var word = missing.kind().word();
    var name = missing.name();
    var others =
        Arrays.stream(WorkloadKind.values())
            .filter(kind -> kind != missing.kind() && known(kind).orElse(List.of()).contains(name))
            .findFirst();
    return SystemException.refused(
        "There is no %s '%s' in namespace %s of %s"
                .formatted(word, name, namespace, failures.where())
            + others
                .map(kind -> "; there is a %s of that name.".formatted(kind.word()))
                .or(() -> known(missing.kind()).map(all -> Nearest.hint(name, all)))
                .orElse("."),
        others
            .map(kind -> "Write `%s: %s` in the runbook.".formatted(kind.word(), name))
            .orElse(
                "Mend the %s's name in the runbook, or the target's namespace.".formatted(word)));
  }

  private Optional<List<String>> known(WorkloadKind kind) {
    return names(() -> workloads.list(kind));
  }

  /** Names for a hint; empty when this user may not list them. */
  private static Optional<List<String>> names(
      Supplier<? extends List<? extends HasMetadata>> list) {
    try {
      var names = new ArrayList<String>();
      list.get().forEach(item -> names.add(item.getMetadata().getName()));
      return Optional.of(names);
    } catch (KubernetesClientException _) {
      return Optional.empty(); // The hint is left out; the problem itself is told all the same.
    }
  }

  /** False when the server has something else there than the request is based on. */
  private boolean write(Access access, Runnable request) {
    try {
      request.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw failures.explain(new Failures.Request(access, true), e);
    }
  }

  private <T> T read(Access access, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw failures.explain(new Failures.Request(access, false), e);
    }
  }
}
