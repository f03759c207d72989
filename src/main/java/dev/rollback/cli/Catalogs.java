package dev.rollback.cli;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Systems;
import dev.rollback.adapter.alertmanager.AlertmanagerAdapter;
import dev.rollback.adapter.git.GitAdapter;
import dev.rollback.adapter.host.HostAdapter;
import dev.rollback.adapter.http.HttpAdapter;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.notify.NotifyAdapter;
import dev.rollback.adapter.postgres.PostgresAdapter;
import dev.rollback.adapter.prometheus.PrometheusAdapter;
import dev.rollback.adapter.redis.RedisAdapter;
import dev.rollback.diagnostic.Sensitive;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The one list of adapters: ours, then those that other jars bring. */
final class Catalogs {
  private Catalogs() {}

  /** For who only asks what there is. */
  static Catalog of(Map<String, String> environment, Path directory) {
    return of(environment, directory, Clock.systemUTC());
  }

  static Catalog of(Map<String, String> environment, Path directory, Clock clock) {
    var adapters =
        new ArrayList<Adapter<?, ?, ?>>(
            List.of(
                new KubernetesAdapter(environment, directory),
                // In this order, the first that a target has says which run moves it.
                new PostgresAdapter(environment, directory, clock),
                new RedisAdapter(),
                new GitAdapter(environment, directory),
                new HostAdapter(environment, directory),
                new HttpAdapter(directory),
                new PrometheusAdapter(directory),
                new AlertmanagerAdapter(directory),
                new NotifyAdapter(directory)));
    ServiceLoader.load(Adapter.class).forEach(adapters::add);
    return new Catalog(adapters);
  }

  /** A secret that is kept in the cluster of the target: the one place where two adapters meet. */
  static Sensitive secret(
      Map<String, String> environment, Path directory, Systems systems, SecretRef.SecretKey key) {
    return systems
        .connection(new KubernetesAdapter(environment, directory), Systems.DEFAULT)
        .reader()
        .secret(key.name(), key.key());
  }
}
