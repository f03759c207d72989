package dev.rollback.adapter.kubernetes.transport;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A token in a file that somebody else renews: read again each time. */
public record TokenFile(Path file) implements LiveToken {

  @Override
  public String getToken() {
    try {
      var token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw SystemException.refused(
            "The token file " + file + " is empty.", "See who is to write it: `tokenFile:`.");
      }
      return token;
    } catch (IOException e) {
      throw SystemException.refused(
          "The token file %s cannot be read: %s: %s."
              .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          "Mend `tokenFile:` of the user in the kubeconfig, or the file's permissions.",
          e);
    }
  }

  @Override
  public void rejected() {}
}
