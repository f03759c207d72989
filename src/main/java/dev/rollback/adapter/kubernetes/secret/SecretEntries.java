package dev.rollback.adapter.kubernetes.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Generate;
import dev.rollback.action.Seal;
import dev.rollback.action.Sealed;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.SystemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Entries of one Secret, and how they are sealed in states.
 *
 * @param namespace where the Secret is
 * @param name the Secret's name
 */
record SecretEntries(String namespace, String name, Secrets secrets) {
  /** What a value is sealed for: it cannot be opened for another entry. */
  private String place(String key) {
    return "secret/%s %s in namespace %s".formatted(name, key, namespace);
  }

  private Seal seal() {
    return secrets.seal();
  }

  /**
   * Tells the key by which values are sealed. Sealed with another one they all look different, and
   * a person should see why.
   */
  String sealingKey() {
    return seal().close("the sealing key itself", new byte[0]).fingerprint();
  }

  /** Those of these keys that are there. */
  Map<String, Sealed> read(JsonNode secret, Set<String> keys) {
    var found = new TreeMap<String, Sealed>();
    for (var key : keys) {
      var value = secret.path("data").path(key);
      if (value.isTextual()) {
        found.put(key, seal().close(place(key), decode(key, value.asText())));
      }
    }
    return found;
  }

  private byte[] decode(String key, String value) {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException _) {
      throw SystemException.refused(
          "The entry %s of secret/%s is no base64.".formatted(key, name),
          "See what wrote it: kubectl describe secret " + name);
    }
  }

  /** A value that is kept elsewhere. */
  Sealed read(String key, SecretRef reference) {
    return close(key, secrets.read(reference).reveal());
  }

  /** A value that is made for one plan. */
  Sealed generate(String key, Generate how, String occasion) {
    return seal().close(place(key), how.value(seal(), place(key), occasion));
  }

  private Sealed close(String key, String value) {
    return seal().close(place(key), value.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives a Secret these entries, and none of the other keys. */
  void write(ObjectNode secret, Map<String, Sealed> entries, Set<String> keys) {
    var data = secret.withObjectProperty("data");
    for (var key : keys) {
      var sealed = entries.get(key);
      if (sealed == null) {
        data.remove(key);
      } else {
        data.put(key, Base64.getEncoder().encodeToString(seal().open(place(key), sealed)));
      }
    }
  }
}
