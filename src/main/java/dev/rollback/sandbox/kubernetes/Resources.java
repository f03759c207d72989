package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads and writes of objects, as requests put them. */
final class Resources {
  private final ObjectMapper json;
  private final ObjectStore store;
  private final Patches patches;

  Resources(ObjectMapper json, ObjectStore store) {
    this.json = json;
    this.store = store;
    this.patches = new Patches(json);
  }

  ObjectNode answer(ApiRequest request, ApiPath path) {
    return switch (path.subresource()) {
      case "" -> object(request, path, ObjectStore.Part.MAIN);
      case "status" -> status(request, path);
      case "scale" -> scale(request, path);
      default -> throw ApiException.noSuchPath(request.path());
    };
  }

  private ObjectNode status(ApiRequest request, ApiPath path) {
    if (!path.type().hasStatus()) {
      throw ApiException.noSuchPath(request.path());
    }
    return object(request, path, ObjectStore.Part.STATUS);
  }

  private ObjectNode object(ApiRequest request, ApiPath path, ObjectStore.Part part) {
    return switch (request.verb(path)) {
      case "get" -> store.get(path.type(), path.namespace(), path.name());
      case "list" -> list(request, path);
      case "create" -> create(request, path);
      case "update" -> replace(request, path, part);
      case "patch" ->
          update(
              request,
              path,
              part,
              current ->
                  Defaults.apply(
                      path.type(), patches.apply(request.contentType(), request.body(), current)));
      case "delete" ->
          store.delete(
              path.type(),
              path.namespace(),
              path.name(),
              request.body().isEmpty() ? json.createObjectNode() : preconditions(request),
              request.dryRun());
      case "deletecollection" -> deleteAll(request, path);
      default -> throw ApiException.methodNotAllowed(request.method());
    };
  }

  private ObjectNode list(ApiRequest request, ApiPath path) {
    long version = store.version();
    ObjectNode list = json.createObjectNode();
    list.put("kind", path.type().kind() + "List").put("apiVersion", path.type().apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    store.list(path.type(), path.namespace(), request.selector()).forEach(items::add);
    return list;
  }

  private ObjectNode create(ApiRequest request, ApiPath path) {
    if (!path.name().isEmpty()) {
      throw ApiException.methodNotAllowed(request.method());
    }
    ObjectNode body = Defaults.apply(path.type(), body(request));
    requireNamespace(path);
    return store.create(path.type(), path.namespace(), body, request.dryRun());
  }

  private void requireNamespace(ApiPath path) {
    boolean unknown =
        path.type().namespaced()
            && store.find(ResourceType.NAMESPACES, "", path.namespace()).isEmpty();
    if (unknown) {
      throw ApiException.notFound(ResourceType.NAMESPACES, path.namespace());
    }
  }

  private ObjectNode replace(ApiRequest request, ApiPath path, ObjectStore.Part part) {
    ObjectNode body = Defaults.apply(path.type(), body(request));
    if (!path.type().createdByUpdate()) {
      return update(request, path, part, current -> body);
    }
    requireNamespace(path);
    return store.replaceOrCreate(
        path.type(), path.namespace(), path.name(), body, request.dryRun());
  }

  private ObjectNode update(
      ApiRequest request, ApiPath path, ObjectStore.Part part, UnaryOperator<ObjectNode> change) {
    return store.update(path.type(), path.namespace(), path.name(), part, request.dryRun(), change);
  }

  private ObjectNode deleteAll(ApiRequest request, ApiPath path) {
    ObjectNode deleted = list(request, path);
    for (JsonNode item : deleted.path("items")) {
      store.delete(
          path.type(),
          item.at("/metadata/namespace").asText(),
          item.at("/metadata/name").asText(),
          request.dryRun());
    }
    return deleted;
  }

  private ObjectNode scale(ApiRequest request, ApiPath path) {
    if (!path.type().scalable()) {
      throw ApiException.noSuchPath(request.path());
    }
    return switch (request.verb(path)) {
      case "get" -> toScale(store.get(path.type(), path.namespace(), path.name()));
      case "update" -> toScale(rescale(request, path, ignored -> body(request)));
      case "patch" ->
          toScale(
              rescale(
                  request,
                  path,
                  scale -> patches.apply(request.contentType(), request.body(), scale)));
      default -> throw ApiException.methodNotAllowed(request.method());
    };
  }

  private ObjectNode rescale(ApiRequest request, ApiPath path, UnaryOperator<ObjectNode> change) {
    return update(
        request,
        path,
        ObjectStore.Part.MAIN,
        object -> {
          ObjectNode wanted = change.apply(toScale(object));
          object.withObjectProperty("spec").put("replicas", wanted.at("/spec/replicas").asInt());
          // The version that the client sent, if any, decides about a conflict.
          JsonNode version = wanted.at("/metadata/resourceVersion");
          object.withObjectProperty("metadata").put("resourceVersion", version.asText());
          return object;
        });
  }

  private ObjectNode toScale(ObjectNode object) {
    ObjectNode scale = json.createObjectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field : List.of("name", "namespace", "uid", "resourceVersion")) {
      metadata.set(field, object.path("metadata").path(field));
    }
    scale.putObject("spec").put("replicas", object.at("/spec/replicas").asInt());
    scale.putObject("status").put("replicas", object.at("/status/replicas").asInt());
    return scale;
  }

  private JsonNode preconditions(ApiRequest request) {
    return body(request).path("preconditions");
  }

  /** The body, which must be an object in JSON. */
  ObjectNode body(ApiRequest request) {
    if (!request.contentType().isEmpty() && !request.contentType().contains("json")) {
      throw ApiException.unsupportedMediaType("only JSON, not " + request.contentType());
    }
    try {
      if (json.readTree(request.body()) instanceof ObjectNode object) {
        return object;
      }
      throw ApiException.badRequest("the body is not an object");
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("unreadable body: " + e.getOriginalMessage());
    }
  }
}
