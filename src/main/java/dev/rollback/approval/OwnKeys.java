package dev.rollback.approval;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys that the user of this machine can sign with, as far as can be told: those of the
 * ssh-agent, and those in {@code ~/.ssh} whose private part is there.
 */
public final class OwnKeys {
  private final Set<String> keys;

  private OwnKeys(Set<String> keys) {
    this.keys = Set.copyOf(keys);
  }

  /** Those of this user. */
  public static OwnKeys of(Map<String, String> environment, SshKeygen keygen) {
    var keys = new HashSet<String>();
    keygen.loaded().forEach(line -> PublicKey.of(line).ifPresent(k -> keys.add(k.base64())));
    var home = environment.get("HOME");
    if (home != null) {
      files(Path.of(home, ".ssh"), keys);
    }
    return new OwnKeys(keys);
  }

  private static void files(Path directory, Set<String> keys) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(".pub")).toList()) {
        var name = file.toString();
        if (Files.exists(Path.of(name.substring(0, name.length() - ".pub".length())))) {
          PublicKey.of(Files.readString(file)).ifPresent(k -> keys.add(k.base64()));
        }
      }
    } catch (IOException e) {
      throw SystemException.refused(
          "it cannot be told which keys are yours: " + directory + " cannot be read",
          "Make it readable: who runs something does not approve it.",
          e);
    }
  }

  /** Whether this key is one of them. */
  boolean has(String base64) {
    return keys.contains(base64);
  }
}
