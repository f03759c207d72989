package dev.rollback.cli;

import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.git.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The configuration of a sandbox: the same file that a real target has. */
final class DrillTarget {
  static final String NAME = "sandbox";

  private DrillTarget() {}

  /** Writes it into the sandbox's own directory. */
  static Path write(Sandbox sandbox) {
    try {
      return Files.writeString(
          sandbox.directory().resolve("rollback.yaml"),
          "apiVersion: rollback/v1\ntargets:\n  %s:\n    ".formatted(NAME)
              + String.join("\n    ", lines(sandbox))
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Sandbox sandbox) {
    var postgres = sandbox.postgres().split("\\?user=", 2);
    var lines = new ArrayList<String>();
    lines.add("policy: {gates: terminal}");
    lines.add(
        "kubernetes: {kubeconfig: \"%s\", context: sandbox, namespace: %s}"
            .formatted(sandbox.kubeconfig(), sandbox.namespace()));
    lines.add("redis: {uri: \"%s\"}".formatted(sandbox.redis()));
    lines.add("postgres: {url: \"%s\", user: \"%s\"}".formatted(postgres[0], postgres[1]));
    lines.add("http: {base: \"%s\"}".formatted(sandbox.http()));
    lines.add("prometheus: {base: \"%s\"}".formatted(sandbox.prometheus()));
    lines.add("notify:");
    for (var channel : List.of("incidents", "tech-lead")) {
      lines.add("  %s: {url: {file: \"%s\"}}".formatted(channel, sandbox.chatWebhook()));
    }
    lines.add("alertmanager: {base: \"%s\"}".formatted(sandbox.alertmanager()));
    sandbox
        .repository()
        .ifPresent(
            git ->
                lines.add(
                    "git: {directory: \"%s\", remote: %s, branch: %s}"
                        .formatted(git.checkout(), Repository.REMOTE, Repository.BRANCH)));
    lines.add("secrets:");
    lines.add("  smoke-user: {file: \"%s\"}".formatted(sandbox.smokeUser().email()));
    lines.add("  smoke-password: {file: \"%s\"}".formatted(sandbox.smokeUser().password()));
    lines.add("  smoke-api-key: {file: \"%s\"}".formatted(sandbox.smokeApiKey()));
    return lines;
  }
}
