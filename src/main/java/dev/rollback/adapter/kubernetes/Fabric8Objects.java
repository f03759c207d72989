package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Objects as JSON over Fabric8: each method is one request, a list one for each page. */
final class Fabric8Objects implements ObjectWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 500;

  private final KubernetesClient client;
  private final Failures failures;
  private final Supplier<Optional<Instant>> clock;

  /**
   * In the namespace of {@code failures}.
   *
   * @param clock asks the server for its time
   */
  Fabric8Objects(KubernetesClient client, Failures failures, Supplier<Optional<Instant>> clock) {
    this.client = client;
    this.failures = failures;
    this.clock = clock;
  }

  @Override
  public Optional<JsonNode> find(ObjectKind kind, String name) {
    return read(kind.access("get", name), () -> optional(path(kind, name)));
  }

  @Override
  public JsonNode get(ObjectKind kind, String name) {
    return find(kind, name).orElseThrow(() -> noSuch(kind, name));
  }

  private SystemException noSuch(ObjectKind kind, String name) {
    return SystemException.refused(
        "There is no %s '%s' in namespace %s of %s%s"
            .formatted(kind.word(), name, failures.namespace(), failures.where(), hint(kind, name)),
        "Mend the name in the runbook, or the target's namespace.");
  }

  /** The hint is left out where this user may not list; the problem is told all the same. */
  private String hint(ObjectKind kind, String name) {
    try {
      var known = pages(kind, "").stream().map(o -> o.at("/metadata/name").asText()).toList();
      return Nearest.hint(name, known);
    } catch (KubernetesClientException _) {
      return ".";
    }
  }

  @Override
  public List<JsonNode> list(ObjectKind kind, LabelSelector selector) {
    return read(kind.access("list", ""), () -> pages(kind, selector.query()));
  }

  private List<JsonNode> pages(ObjectKind kind, String selector) {
    var all = new ArrayList<JsonNode>();
    var next = "";
    do {
      var query = "?limit=" + PAGE + parameter("labelSelector", selector);
      var page = optional(kind.path(failures.namespace()) + query + parameter("continue", next));
      page.ifPresent(p -> p.path("items").forEach(all::add));
      next = page.map(p -> p.at("/metadata/continue").asText()).orElse("");
    } while (!next.isEmpty());
    return List.copyOf(all);
  }

  private static String parameter(String name, String value) {
    return value.isEmpty()
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public ContainerLog log(LogRequest log) {
    var path =
        "%s/log?container=%s&previous=%s&timestamps=true&limitBytes=%d&%s"
            .formatted(
                path(ObjectKind.POD, log.pod()),
                log.container(),
                log.previous(),
                log.bytes(),
                switch (log.part()) {
                  case Part.Since(var since) -> "sinceTime=" + since;
                  case Part.Newest(var lines) -> "tailLines=" + lines;
                });
    try {
      // With a method: without one, Fabric8 makes nothing of a 404.
      var text = Optional.ofNullable(client.raw(path, "GET", null)).orElse("");
      var size = text.getBytes(StandardCharsets.UTF_8).length;
      return new ContainerLog.Text(text, size >= log.bytes());
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_BAD_REQUEST -> new ContainerLog.None();
        case HttpURLConnection.HTTP_NOT_FOUND -> new ContainerLog.Gone();
        default ->
            throw failures.explain(new Failures.Request(Access.core("get", "pods/log"), false), e);
      };
    }
  }

  @Override
  public Instant now() {
    return clock
        .get()
        .orElseThrow(
            () ->
                SystemException.refused(
                    failures.where() + " does not say what time it is: its answers have no Date.",
                    "See whether a proxy in between takes the Date header away."));
  }

  @Override
  public boolean rehearse(ObjectChange change) {
    return send(change, "?dryRun=All", false);
  }

  @Override
  public boolean make(ObjectChange change) {
    return send(change, "", true);
  }

  private boolean send(ObjectChange change, String query, boolean writes) {
    try {
      switch (change) {
        case ObjectChange.Create(var kind, var object) ->
            client.raw(kind.path(failures.namespace()) + query, "POST", object);
        case ObjectChange.Replace(var kind, var object) ->
            client.raw(path(kind, change.name()) + query, "PUT", object);
        case ObjectChange.Delete delete ->
            client.raw(
                path(delete.kind(), delete.name()) + query, "DELETE", delete.preconditions());
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || isGone(change, e)) {
        return false;
      }
      throw failures.explain(new Failures.Request(change.access(), writes), e);
    }
  }

  /** What was to be replaced or deleted is not there any more; a namespace can also be missing. */
  private static boolean isGone(ObjectChange change, KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        && !(change instanceof ObjectChange.Create);
  }

  private String path(ObjectKind kind, String name) {
    return kind.path(failures.namespace()) + "/" + encoded(name);
  }

  /** A name that comes from a runbook may hold anything; a space in a path is {@code %20}. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException _) {
      // Without the parser's message, which quotes it: the answer may be a Secret.
      throw new KubernetesClientException("the answer is no JSON");
    }
  }

  private Optional<JsonNode> optional(String path) {
    try {
      return Optional.ofNullable(client.raw(path)).flatMap(Fabric8Objects::parse);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
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
