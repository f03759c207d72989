package dev.rollback.sandbox.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop of the controllers: after every change, all of them look at everything. */
final class Controllers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
  // Deadlines pass without any change, so the loop also wakes by itself.
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final DeploymentController deployments;
  private final ReplicaSetController replicaSets;
  private final Kubelet kubelet;
  private final Semaphore changes = new Semaphore(0);
  private final Consumer<ChangeEvent> listener;
  private final Thread thread;

  Controllers(ObjectStore store, Kubelet kubelet, Clock clock) {
    this.store = store;
    this.deployments = new DeploymentController(store, clock);
    this.replicaSets = new ReplicaSetController(store);
    this.kubelet = kubelet;
    // Kept, for it is by its identity that it is taken off again.
    this.listener = event -> changes.release();
    store.listen(store.version(), listener);
    this.thread = Thread.ofVirtual().name("sandbox-controllers").start(this::run);
  }

  @Override
  public void close() {
    store.unlisten(listener);
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        round();
        if (changes.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      deployments.reconcile();
      replicaSets.reconcile();
      kubelet.reconcile();
    } catch (ApiException e) {
      // Somebody deleted what we were looking at; the change has already asked for another round.
      LOG.debug("controllers: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("controllers", e);
    }
  }
}
