package dev.rollback.lab;

import static org.awaitility.Awaitility.await;

import dev.rollback.sandbox.GridServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The sample service as a process of this machine, for as long as it takes a customer to be served.
 *
 * @param servers what it uses; its Redis is as it was afterwards
 */
record Rehearsal(GridServers servers) implements PodJava.Training {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://[^,]+),");

  @Override
  public void run(List<String> command) throws IOException {
    var log = Files.createTempFile(servers.directory(), "rehearsal", ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(servers.environment());
    var process = builder.start();
    try {
      var address = await().atMost(PATIENCE).until(() -> address(log), Optional::isPresent);
      try (var customer = servers.customer(address.orElseThrow(), Clock.systemUTC())) {
        if (!customer.awaitServed(PATIENCE)) {
          throw new IOException("no customer is served:\n" + Files.readString(log));
        }
      }
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("the service does not end:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    servers.resetRedis();
  }

  private static Optional<URI> address(Path log) throws IOException {
    var said = ADDRESS.matcher(Files.readString(log));
    return said.find() ? Optional.of(URI.create(said.group(1))) : Optional.empty();
  }
}
