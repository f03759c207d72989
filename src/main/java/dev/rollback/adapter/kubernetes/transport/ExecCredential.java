package dev.rollback.adapter.kubernetes.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a credential plugin gave.
 *
 * @param certificate of a client, in PEM; with its key
 * @param expires when it ends; empty where the plugin does not say
 */
public record ExecCredential(
    Optional<String> token,
    Optional<String> certificate,
    Optional<String> key,
    Optional<Instant> expires) {

  /** Of the {@code status} of an {@code ExecCredential} object. */
  static ExecCredential of(JsonNode status) {
    return new ExecCredential(
        text(status, "token"),
        text(status, "clientCertificateData"),
        text(status, "clientKeyData"),
        text(status, "expirationTimestamp").flatMap(ExecCredential::time));
  }

  private static Optional<String> text(JsonNode status, String field) {
    return Optional.of(status.path(field).asText()).filter(t -> !t.isEmpty());
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty(); // Then it lasts until the server refuses it.
    }
  }

  boolean empty() {
    return token.isEmpty() && (certificate.isEmpty() || key.isEmpty());
  }

  boolean expired(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isPresent();
  }

  /** Never what it holds. */
  @Override
  public String toString() {
    return "ExecCredential[expires=" + expires + "]";
  }
}
