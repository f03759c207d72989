package dev.rollback.adapter.kubernetes.transport;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** Of which kind the private key of a client is: the client library takes every one for RSA. */
public final class ClientKey {
  private static final String EC = "EC";

  private ClientKey() {}

  /** {@code EC}, where it is such a key in PEM; empty otherwise. */
  public static Optional<String> algorithm(String pem) {
    if (pem.contains("BEGIN EC PRIVATE KEY")) {
      return Optional.of(EC);
    }
    if (!pem.contains("BEGIN PRIVATE KEY")) {
      return Optional.empty();
    }
    try {
      var body = pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*?)-----END.*", "$1");
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
      var _ = KeyFactory.getInstance(EC).generatePrivate(encoded);
      return Optional.of(EC);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty(); // Another kind, or none: whoever reads it says so.
    }
  }
}
