package dev.rollback.sandbox.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request for objects.
 *
 * @param type what it is about
 * @param namespace empty for all namespaces, or for what has none
 * @param name empty for a collection
 * @param subresource {@code status}, {@code scale}, {@code log}; else empty
 */
record ApiPath(ResourceType type, String namespace, String name, String subresource) {

  /** Reads a path such as {@code /apis/apps/v1/namespaces/grid/deployments/grid-api/scale}. */
  static Optional<ApiPath> parse(String path) {
    List<String> parts = Arrays.stream(path.split("/")).filter(p -> !p.isEmpty()).toList();
    if (parts.size() >= 3 && parts.getFirst().equals("api")) {
      return resource("", parts.get(1), parts.subList(2, parts.size()));
    }
    if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
      return resource(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
    }
    return Optional.empty();
  }

  private static Optional<ApiPath> resource(String group, String version, List<String> rest) {
    boolean inNamespace =
        rest.size() >= 3
            && rest.getFirst().equals("namespaces")
            && !List.of("status", "finalize").contains(rest.get(2));
    String namespace = inNamespace ? rest.get(1) : "";
    List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
    if (own.size() > 3) {
      return Optional.empty();
    }
    return ResourceType.find(group, version, own.getFirst())
        .map(type -> new ApiPath(type, namespace, at(own, 1), at(own, 2)));
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  /** As access rules name it: {@code pods/log}. */
  String resourceAndSubresource() {
    return subresource.isEmpty() ? type.plural() : type.plural() + "/" + subresource;
  }
}
