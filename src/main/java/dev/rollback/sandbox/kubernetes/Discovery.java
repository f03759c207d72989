package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What clients ask before they ask for objects: version, groups, resources. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private Discovery() {}

  /** The answer for a path of the discovery API, about what is served; empty when it is not one. */
  static Optional<ObjectNode> answer(String path, Predicate<ResourceType> served) {
    return switch (path) {
      case "/version" -> Optional.of(version());
      case "/api" -> Optional.of(coreVersions());
      case "/apis" -> Optional.of(groups(served));
      default ->
          path.matches("/api/[^/]+|/apis/[^/]+/[^/]+")
              ? resources(path, served)
              : group(path, served);
    };
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode version() {
    return node()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", "v1.32.0+rollback-sandbox")
        .put("gitCommit", "sandbox")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-11-21T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "none")
        .put("platform", "linux/amd64");
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = node().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  private static ObjectNode groups(Predicate<ResourceType> served) {
    ObjectNode list = node().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    var versions = new TreeMap<>(Map.of("authorization.k8s.io", "v1"));
    Arrays.stream(ResourceType.values())
        .filter(served)
        .filter(t -> !t.group().isEmpty())
        .forEach(t -> versions.put(t.group(), t.version()));
    versions.forEach((name, version) -> groups.add(describe(name, version)));
    return list;
  }

  private static Optional<ObjectNode> group(String path, Predicate<ResourceType> served) {
    return groups(served)
        .path("groups")
        .valueStream()
        .filter(g -> path.equals("/apis/" + g.path("name").asText()))
        .map(g -> ((ObjectNode) g).put("kind", "APIGroup").put("apiVersion", "v1"))
        .findFirst();
  }

  private static ObjectNode describe(String name, String version) {
    ObjectNode group = node().put("name", name);
    ObjectNode only = group.putArray("versions").addObject();
    only.put("groupVersion", name + "/" + version).put("version", version);
    group.set("preferredVersion", only.deepCopy());
    return group;
  }

  private static Optional<ObjectNode> resources(String path, Predicate<ResourceType> served) {
    String groupVersion = path.substring(path.indexOf('/', 1) + 1);
    ObjectNode list = node().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    if (groupVersion.equals("authorization.k8s.io/v1")) {
      ObjectNode review = resources.addObject();
      review.put("name", "selfsubjectaccessreviews").put("singularName", "");
      review.put("namespaced", false).put("kind", "SelfSubjectAccessReview");
      review.putArray("verbs").add("create");
    }
    Arrays.stream(ResourceType.values())
        .filter(served)
        .filter(t -> t.apiVersion().equals(groupVersion))
        .forEach(t -> add(resources, t));
    return resources.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private static void add(ArrayNode resources, ResourceType type) {
    ObjectNode resource = resource(resources, type, type.plural(), VERBS);
    type.shortNames().forEach(resource.putArray("shortNames")::add);
    if (type.hasStatus()) {
      resource(resources, type, type.plural() + "/status", List.of("get", "patch", "update"));
    }
    if (type.scalable()) {
      resource(resources, type, type.plural() + "/scale", List.of("get", "patch", "update"))
          .put("group", "autoscaling")
          .put("version", "v1")
          .put("kind", "Scale");
    }
    if (type == ResourceType.PODS) {
      resource(resources, type, "pods/log", List.of("get"));
    }
  }

  private static ObjectNode resource(
      ArrayNode resources, ResourceType type, String name, List<String> verbs) {
    ObjectNode resource = resources.addObject().put("name", name);
    resource.put("singularName", name.contains("/") ? "" : type.kind().toLowerCase(Locale.ROOT));
    resource.put("namespaced", type.namespaced()).put("kind", type.kind());
    verbs.forEach(resource.putArray("verbs")::add);
    return resource;
  }
}
