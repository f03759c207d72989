package dev.rollback.adapter.postgres.migration;

import dev.rollback.diagnostic.SystemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A script that undoes a migration, all of it fit for one transaction.
 *
 * @param name its file, or what it was made of
 * @param hash of its text
 */
record Script(String name, String hash, List<Statement> statements) {
  private static final int SHOWN_DIGITS = 16;

  Script {
    statements = List.copyOf(statements);
  }

  /**
   * A script of this text.
   *
   * @throws SystemException naming the first statement that one transaction cannot have
   */
  static Script of(String name, String text) {
    return of(name, text, Statement.of(name, text));
  }

  /** The same, of these statements of the text. */
  static Script of(String name, String text, List<Statement> statements) {
    for (var statement : statements) {
      statement
          .unfit()
          .ifPresent(
              why -> {
                throw SystemException.refused(
                    "%s has a statement that %s: %s".formatted(name, why, statement.label()),
                    "A script that fails halfway must be taken back whole, so this one is not run."
                        + " Run it by hand, or rewrite it without this statement.");
              });
    }
    return new Script(name, sha256(text).substring(0, SHOWN_DIGITS), statements);
  }

  static String sha256(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code U4__keys.sql (sha256 0123456789abcdef)}. */
  String label() {
    return name + " (sha256 " + hash + ")";
  }
}
