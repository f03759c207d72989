package dev.rollback.lab;

import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The images of releases on the lab's node: the empty image, which runs the machine's own Java, and
 * the release's variables. The node's Docker is the registry, so there are tags and no digests.
 */
final class LabImages {
  private LabImages() {}

  static String push(Release release) {
    var tag =
        "registry.grid.example/grid-api:%s-%s"
            .formatted(release.version(), release.digest().substring(7, 19));
    var file =
        release.baked().entrySet().stream()
            .map(e -> "ENV %s=\"%s\"".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining("\n", "FROM lab/host:1\n", "\n"));
    try {
      var docker =
          new ProcessBuilder("docker", "build", "--quiet", "--tag", tag, "-")
              .redirectErrorStream(true)
              .start();
      try (var in = docker.getOutputStream()) {
        in.write(file.getBytes(StandardCharsets.UTF_8));
      }
      var out = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (docker.waitFor() != 0) {
        throw new SandboxException("the image " + tag + " could not be built: " + out);
      }
      return tag;
    } catch (IOException e) {
      throw new SandboxException("docker could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }
}
