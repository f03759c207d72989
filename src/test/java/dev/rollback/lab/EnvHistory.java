package dev.rollback.lab;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every environment that a deployment was given while it was watched, as the API server told it: a
 * literal value as {@code NAME=value}, a reference as {@code NAME<-}.
 */
public final class EnvHistory implements Watcher<Deployment>, AutoCloseable {
  private final TreeMap<Long, List<String>> byGeneration = new TreeMap<>();
  private Optional<Exception> broken = Optional.empty();
  private Optional<Watch> watch = Optional.empty();

  /** Begins with the environment that there is. */
  static EnvHistory of(LabGrid grid) {
    var history = new EnvHistory();
    history.watch = Optional.of(grid.deployment().watch(history));
    return history;
  }

  @Override
  public synchronized void eventReceived(Action action, Deployment now) {
    var env = now.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv();
    byGeneration.put(
        now.getMetadata().getGeneration(), env.stream().map(EnvHistory::text).toList());
  }

  private static String text(EnvVar entry) {
    return entry.getValueFrom() == null
        ? entry.getName() + "=" + Optional.ofNullable(entry.getValue()).orElse("")
        : entry.getName() + "<-";
  }

  @Override
  public synchronized void onClose(WatcherException cause) {
    broken = Optional.of(cause);
  }

  /** In the order of the deployment's generations. */
  public synchronized List<List<String>> seen() {
    broken.ifPresent(
        e -> {
          throw new IllegalStateException("the watch broke off", e);
        });
    return List.copyOf(byGeneration.values());
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
  }
}
