package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the container of one pod, starts it again when it ends, and reports its state. */
final class PodWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);

  /** As wide in each line, so that lines wrap alike. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Duration PROBE_EVERY = Duration.ofMillis(500);
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final ObjectNode pod;
  private final ContainerRuntime runtime;
  private final PodLogs logs;
  private final PodEnvironment environment;
  private final PodStatus status;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable URI address;
  private @Nullable Thread thread;

  private PodWorker(
      ObjectNode pod, ObjectStore store, ContainerRuntime runtime, PodLogs logs, Clock clock) {
    this.pod = pod;
    this.runtime = runtime;
    this.logs = logs;
    this.clock = clock;
    this.environment = new PodEnvironment(store);
    this.status = new PodStatus(store, pod, clock);
  }

  static PodWorker start(
      ObjectNode pod, ObjectStore store, ContainerRuntime runtime, PodLogs logs, Clock clock) {
    PodWorker worker = new PodWorker(pod, store, runtime, logs, clock);
    worker.thread =
        Thread.ofVirtual().name("sandbox-pod-" + Workloads.name(pod)).start(worker::run);
    return worker;
  }

  Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /** Ends the container after its running requests; does not wait for that. */
  void stop() {
    address = null;
    stopped.countDown();
  }

  void join() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      running.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration backOff = FIRST_BACK_OFF;
    int restarts = 0;
    try {
      while (true) {
        Instant started = clock.instant();
        try {
          serve(restarts);
          return;
        } catch (PodEnvironment.Missing e) {
          status.cannotBeConfigured(e.getMessage());
        } catch (ContainerRuntime.Exited e) {
          logs.restart(Workloads.uid(pod));
          status.crashed(restarts, started, e, backOff);
          restarts++;
        }
        if (stopped.await(backOff.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ApiException e) {
      LOG.debug("pod {} is gone: {}", Workloads.name(pod), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("pod {}", Workloads.name(pod), e);
    }
  }

  private void log(String uid, String line) {
    Instant now = clock.instant();
    logs.add(uid, now, TIME.format(now) + " " + line);
  }

  /** Returns when the pod was stopped. */
  private void serve(int restarts)
      throws ContainerRuntime.Exited, PodEnvironment.Missing, InterruptedException {
    Map<String, String> variables = environment.of(pod);
    String uid = Workloads.uid(pod);
    long limit = MemoryLimit.of(pod);
    String image = pod.at("/spec/containers/0/image").asText();
    try (ContainerRuntime.Running container =
        runtime.start(image, variables, line -> log(uid, line))) {
      boolean running = true;
      while (running) {
        if (container.memory() > limit) {
          address = null;
          throw ContainerRuntime.Exited.outOfMemory();
        }
        boolean ready = container.ready();
        address = stopped.getCount() == 0 ? null : container.address();
        status.running(restarts, ready, container.address());
        running = !stopped.await(PROBE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
