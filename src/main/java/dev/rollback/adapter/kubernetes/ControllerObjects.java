package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/**
 * Objects of {@link ControllerKind} in one namespace, as JSON: of most of them there is no model
 * here, and what a model does not know it would drop when it writes.
 */
final class ControllerObjects {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final Failures failures;

  ControllerObjects(KubernetesClient client, Failures failures) {
    this.client = client;
    this.failures = failures;
  }

  ControllerLookup list(ControllerKind kind) {
    return lookup(
        kind, "", kind.access("list", ""), found -> found.path("items").valueStream().toList());
  }

  ControllerLookup find(ControllerKind kind, String name) {
    return lookup(kind, "/" + name, kind.access("get", name), List::of);
  }

  private ControllerLookup lookup(
      ControllerKind kind,
      String below,
      Access access,
      java.util.function.Function<JsonNode, List<JsonNode>> objects) {
    try {
      var version = version(kind);
      return version.isEmpty()
          ? new ControllerLookup.NotServed()
          : new ControllerLookup.Found(
              get(path(kind, version.get()) + below).map(objects).orElse(List.of()));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new ControllerLookup.Forbidden();
      }
      throw failures.explain(new Failures.Request(access, false), e);
    }
  }

  JsonNode get(ControllerKind kind, String name) {
    try {
      var path = path(kind, version(kind).orElseThrow(() -> notServed(kind)));
      return get(path + "/" + name)
          .orElseThrow(
              () ->
                  SystemException.refused(
                      "There is no %s '%s' in namespace %s of %s."
                          .formatted(kind.kind(), name, failures.namespace(), failures.where()),
                      "Mend its name or its namespace in the runbook."));
    } catch (KubernetesClientException e) {
      throw failures.explain(new Failures.Request(kind.access("get", name), false), e);
    }
  }

  private SystemException notServed(ControllerKind kind) {
    return SystemException.refused(
        "%s does not know %s.%s in %s."
            .formatted(
                failures.where(),
                kind.plural(),
                kind.group(),
                String.join(" or ", kind.versions())),
        "It is not installed there, or in a version that is not supported.");
  }

  /** False when the server has a newer version. */
  boolean update(ControllerKind kind, JsonNode changed, boolean dryRun) {
    var name = changed.at("/metadata/name").asText();
    try {
      var path = path(kind, version(kind).orElseThrow(() -> notServed(kind)));
      client.raw(path + "/" + name + (dryRun ? "?dryRun=All" : ""), "PUT", changed);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw failures.explain(new Failures.Request(kind.access("update", name), !dryRun), e);
    }
  }

  private String path(ControllerKind kind, String version) {
    return "/apis/%s/%s/namespaces/%s/%s"
        .formatted(kind.group(), version, failures.namespace(), kind.plural());
  }

  /** The best version of its API that both sides know. */
  private Optional<String> version(ControllerKind kind) {
    var served =
        get("/apis/" + kind.group()).stream()
            .flatMap(group -> group.path("versions").valueStream())
            .map(v -> v.path("version").asText())
            .toList();
    return kind.versions().stream().filter(served::contains).findFirst();
  }

  private Optional<JsonNode> get(String path) {
    try {
      return Optional.ofNullable(client.raw(path)).map(ControllerObjects::parse);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("the answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
