package dev.rollback.adapter.redis.link;

import dev.rollback.diagnostic.SystemException;
import java.util.regex.Pattern;

/** What can go wrong when a TLS connection comes about, and what to do about it. */
enum TlsErrors {
  UNTRUSTED(
      "unable to find valid certification path|PKIX path (building|validation) failed.*find",
      "its certificate is signed by no authority that is trusted here",
      "Give the authority's certificate: tls: {ca: {file: PATH}}."),
  EXPIRED(
      "NotAfter|CertificateExpired|validity check failed",
      "a certificate has expired or is not valid yet",
      "Renew the server's certificate, and check this machine's clock."),
  OTHER_NAME(
      "No subject alternative|No name matching|doesn't match",
      "its certificate is for another name",
      "Use the name that is in the certificate, or give the server one for this name."),
  NO_CLIENT_CERTIFICATE(
      "certificate_required|bad_certificate|handshake_failure",
      "it asks for a certificate of the client that it trusts",
      "Give one that its authority has signed: tls: {certificate: {file: PATH}, key: {file:"
          + " PATH}}."),
  CLIENT_UNTRUSTED(
      "unknown_ca|certificate_unknown|unsupported_certificate",
      "it does not trust the certificate of this client",
      "Give one that its authority has signed, under `tls`."),
  NO_TLS(
      "NotSslRecord|not an SSL/TLS record",
      "what answers there does not speak TLS",
      "Write redis:// in `uri`, or name the port for TLS."),
  VERSION(
      "protocol_version",
      "client and server have no version of TLS in common",
      "Allow TLS 1.2 or 1.3 at the server."),
  KEY("private key|KeySpec|PrivateKey", "the client's own key cannot be used", "Check `tls.key`.");

  private final Pattern signs;
  private final String what;
  private final String advice;

  TlsErrors(String signs, String what, String advice) {
    this.signs = Pattern.compile(signs);
    this.what = what;
    this.advice = advice;
  }

  /** What a failed handshake is told as; {@code reason} is its deepest message. */
  static SystemException of(String where, String reason, Throwable failure) {
    for (var known : values()) {
      if (known.signs.matcher(reason).find()) {
        return SystemException.refused(
            "No secure connection to %s: %s (%s).".formatted(where, known.what, reason),
            known.advice,
            failure);
      }
    }
    return SystemException.refused(
        "No secure connection to " + where + ": " + reason,
        "Check that the server speaks TLS on this port and that its certificate is trusted here.",
        failure);
  }
}
