package dev.rollback.action;

import dev.rollback.shape.Doc;
import java.util.Optional;

/** How a service proves who it is, and how we do. */
@Doc("Which certificates count, where those that this machine trusts are not the right ones.")
public record Tls(
    @Doc(
            "A file with the certificates of the authorities that are trusted, in PEM, and no other"
                + " ones; a relative path starts at the directory of rollback.yaml.")
        Optional<String> ca,
    @Doc("A file with our own certificate, in PEM, and those between it and its authority.")
        Optional<String> certificate,
    @Doc("Where the private key of `certificate` is kept: PKCS #8, in PEM, not encrypted.")
        Optional<SecretRef> key) {

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when a certificate has no key, or a key no certificate
   */
  public Tls {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "`certificate` and `key` go together: give both, or neither");
    }
  }

  /** What this machine trusts, and no certificate of our own. */
  public static Tls usual() {
    return new Tls(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
