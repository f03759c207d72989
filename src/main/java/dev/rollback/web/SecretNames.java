package dev.rollback.web;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.SystemException;
import java.util.function.Function;

/** References to secrets in words, and whether they can be read. */
public final class SecretNames {
  private SecretNames() {}

  /** As it would be written: {@code {env: NAME}}. */
  public static String of(SecretRef reference) {
    return switch (reference) {
      case SecretRef.Env(var name) -> "{env: " + name + "}";
      case SecretRef.File(var path) -> "{file: " + path + "}";
      case SecretRef.Command(var command) -> "{command: " + command.getFirst() + " …}";
      case SecretRef.Kubernetes(var key) ->
          "{kubernetes: {name: " + key.name() + ", key: " + key.key() + "}}";
      case SecretRef.Named(var name) -> "{secret: " + name + "}";
    };
  }

  /**
   * That a secret can be read; its value goes nowhere.
   *
   * @param <R> a client that gives secrets as well
   */
  public static <R extends Secrets> Requirement<R> readable(SecretRef reference) {
    return readable(reference, reader -> reader);
  }

  /** The same where the client has them. */
  public static <R> Requirement<R> readable(
      SecretRef reference, Function<R, ? extends Secrets> secrets) {
    return Requirement.apply(
        "secret " + of(reference), reader -> read(secrets.apply(reader), reference));
  }

  private static Finding read(Secrets secrets, SecretRef reference) {
    try {
      return secrets.read(reference).reveal().isEmpty()
          ? new Finding.Missing("It is empty.", "Give it a value.")
          : new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(
          e.problem(), e.advice().orElse("Make it readable for the user that runs rollback."));
    }
  }
}
