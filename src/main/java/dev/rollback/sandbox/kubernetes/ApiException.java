package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, as the API words it: becomes a {@code Status} body. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final String kind;
  private final String name;

  private ApiException(int code, String reason, String message, String kind, String name) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.kind = kind;
    this.name = name;
  }

  static ApiException notFound(ResourceType type, String name) {
    return of(404, "NotFound", type, name, quoted(type, name) + " not found");
  }

  static ApiException noSuchPath(String path) {
    return new ApiException(
        404, "NotFound", "the server could not find the requested resource: " + path, "", "");
  }

  static ApiException alreadyExists(ResourceType type, String name) {
    return of(409, "AlreadyExists", type, name, quoted(type, name) + " already exists");
  }

  static ApiException conflict(ResourceType type, String name) {
    return of(
        409,
        "Conflict",
        type,
        name,
        "Operation cannot be fulfilled on "
            + quoted(type, name)
            + ": the object has been modified; please apply your changes to the latest version and"
            + " try again");
  }

  static ApiException forbidden(ApiPath path, String verb) {
    String resource = path.resourceAndSubresource();
    String where =
        path.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace \"" + path.namespace() + "\"";
    return of(
        403,
        "Forbidden",
        path.type(),
        path.name(),
        "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
            .formatted(
                quoted(path.type(), path.name()),
                AccessRules.USER,
                verb,
                resource,
                path.type().group(),
                where));
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message, "", "");
  }

  static ApiException invalid(ResourceType type, String name, String message) {
    return of(422, "Invalid", type, name, type.kind() + " \"" + name + "\" is invalid: " + message);
  }

  static ApiException unsupportedMediaType(String message) {
    return new ApiException(415, "UnsupportedMediaType", message, "", "");
  }

  static ApiException methodNotAllowed(String method) {
    return new ApiException(
        405, "MethodNotAllowed", "the server does not allow this method: " + method, "", "");
  }

  static ApiException gone(long version) {
    return new ApiException(410, "Expired", "too old resource version: " + version, "", "");
  }

  private static ApiException of(
      int code, String reason, ResourceType type, String name, String message) {
    return new ApiException(code, reason, message, type.qualifiedName(), name);
  }

  private static String quoted(ResourceType type, String name) {
    return name.isEmpty() ? type.qualifiedName() : type.qualifiedName() + " \"" + name + "\"";
  }

  int code() {
    return code;
  }

  /** The body: a {@code v1.Status}. */
  ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    ObjectNode details = status.putObject("details");
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!kind.isEmpty()) {
      String[] parts = kind.split("\\.", 2);
      if (parts.length == 2) {
        details.put("group", parts[1]);
      }
      details.put("kind", parts[0]);
    }
    return status.put("code", code);
  }
}
