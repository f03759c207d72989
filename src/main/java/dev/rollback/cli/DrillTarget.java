package dev.rollback.cli;

import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.git.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of a sandbox: the same file that a real target has. */
final class DrillTarget {
  static final String NAME = "sandbox";

  private DrillTarget() {}

  /** Writes it into the sandbox's own directory. */
  static Path write(Sandbox sandbox) {
    var file = sandbox.directory().resolve("rollback.yaml");
    var postgres = sandbox.postgres().split("\\?user=", 2);
    var text =
        """
        apiVersion: rollback/v1
        targets:
          %s:
            policy: {gates: terminal}
            kubernetes: {kubeconfig: "%s", context: sandbox, namespace: grid}
            redis: {uri: "%s"}
            postgres: {url: "%s", user: "%s"}
            http: {base: "%s"}%s
            secrets:
              smoke-user: {file: "%s"}
              smoke-password: {file: "%s"}
              smoke-api-key: {file: "%s"}
        """
            .formatted(
                NAME,
                sandbox.kubeconfig(),
                sandbox.redis(),
                postgres[0],
                postgres[1],
                sandbox.http(),
                sandbox.repository().map(DrillTarget::git).orElse(""),
                sandbox.smokeUser().email(),
                sandbox.smokeUser().password(),
                sandbox.smokeApiKey());
    return write(file, text);
  }

  private static String git(Repository repository) {
    return "\n    git: {directory: \"%s\", remote: %s, branch: %s}"
        .formatted(repository.checkout(), Repository.REMOTE, Repository.BRANCH);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
