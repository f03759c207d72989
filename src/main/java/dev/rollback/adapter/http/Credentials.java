package dev.rollback.adapter.http;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.SystemException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How secrets come into requests, and that they are there. */
final class Credentials {
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

  private Credentials() {}

  /**
   * Refuses headers that cannot be sent, and those whose values would be secrets in the runbook.
   *
   * @throws IllegalArgumentException naming the header
   */
  static void checkHeaders(Map<String, String> headers) {
    var request = HttpRequest.newBuilder();
    headers.forEach(request::setHeader);
    for (var name : headers.keySet()) {
      if (SECRET.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "the header '"
                + name
                + "' is a secret, which stands in no file; use `bearer` or"
                + " `api-key` with a reference");
      }
    }
  }

  /** That a secret can be read; its value goes nowhere. */
  static Requirement<HttpReader> readable(SecretRef reference) {
    return Requirement.apply("secret " + name(reference), reader -> read(reader, reference));
  }

  private static Finding read(HttpReader reader, SecretRef reference) {
    try {
      return reader.secret(reference).reveal().isEmpty()
          ? new Finding.Missing("It is empty.", "Give it a value.")
          : new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(
          e.problem(), e.advice().orElse("Make it readable for the user that runs rollback."));
    }
  }

  private static String name(SecretRef reference) {
    return switch (reference) {
      case SecretRef.Env(var name) -> "{env: " + name + "}";
      case SecretRef.File(var path) -> "{file: " + path + "}";
      case SecretRef.Command(var command) -> "{command: " + command.getFirst() + " …}";
      case SecretRef.Kubernetes(var key) ->
          "{kubernetes: {name: " + key.name() + ", key: " + key.key() + "}}";
      case SecretRef.Named(var name) -> "{secret: " + name + "}";
    };
  }
}
