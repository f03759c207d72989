package dev.rollback.contract;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.target.SealingKeyFile;
import dev.rollback.target.SecretReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets of a target, kept in variables of a test's own. */
public final class TestSecrets {
  private static final String SEALING_KEY = "SEALING_KEY";

  private TestSecrets() {}

  /** Those in these variables, and a key that seals. */
  public static Secrets of(Map<String, String> variables, Redactor redactor) {
    return of(variables, redactor, "0123456789abcdef0123456789abcdef");
  }

  /** The same with this key. */
  public static Secrets of(Map<String, String> variables, Redactor redactor, String sealingKey) {
    var all = new HashMap<>(variables);
    all.put(SEALING_KEY, sealingKey);
    return new SecretReader(
        all,
        Path.of(""),
        Map.of(),
        _ -> {
          throw SystemException.refused("no cluster is asked for secrets here", "ask for none");
        },
        new SecretReader.Sealing(
            Optional.of(new SecretRef.Env(SEALING_KEY)),
            new SealingKeyFile(() -> Path.of("none"), new SecureRandom())),
        redactor);
  }
}
