package dev.rollback.sandbox;

import dev.rollback.sandbox.kubernetes.ContainerRuntime;
import dev.rollback.sandbox.service.GridApi;
import dev.rollback.sandbox.service.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs the sample service in the pods of the cluster, and probes it over HTTP. */
final class GridPods implements ContainerRuntime, AutoCloseable {
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Images images;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PROBE)
          .executor(threads)
          .build();

  GridPods(Images images) {
    this.images = images;
  }

  @Override
  public Running start(String image, Map<String, String> environment, Consumer<String> log)
      throws Exited {
    try {
      var all = new HashMap<>(images.baked(image));
      all.putAll(environment);
      return new Pod(GridApi.start(all, log), client);
    } catch (StartupException e) {
      throw new Exited(1, e.getMessage());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }

  private record Pod(GridApi api, HttpClient client) implements Running {
    @Override
    public URI address() {
      return api.uri();
    }

    @Override
    public boolean ready() {
      HttpRequest probe =
          HttpRequest.newBuilder(api.uri().resolve("/health")).timeout(PROBE).build();
      try {
        return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        // No answer in time is what the probe asks about.
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** What all pods share, this JVM, is nobody's. */
    @Override
    public long memory() {
      return api.memory();
    }

    @Override
    public void close() {
      api.close();
    }
  }
}
