package dev.rollback.cli;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.adapter.http.HttpAdapter;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.redis.RedisAdapter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The one list of adapters: ours, then those that other jars bring. */
final class Catalogs {
  private Catalogs() {}

  static Catalog of(Map<String, String> environment, Path directory) {
    var adapters =
        new ArrayList<Adapter<?, ?, ?>>(
            List.of(
                new KubernetesAdapter(environment, directory),
                new RedisAdapter(),
                new HttpAdapter()));
    ServiceLoader.load(Adapter.class).forEach(adapters::add);
    return new Catalog(adapters);
  }
}
