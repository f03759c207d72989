package dev.rollback.adapter.prometheus;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.web.Web;
import dev.rollback.web.WebConnection;
import java.nio.file.Path;
import java.util.List;

/** Prometheus: it is asked, never changed, so reader and writer are the same. */
public final class PrometheusAdapter
    implements Adapter<PrometheusSettings, PrometheusReader, PrometheusReader> {

  private final Path directory;

  /**
   * The adapter.
   *
   * @param directory where relative paths of certificates start
   */
  public PrometheusAdapter(Path directory) {
    this.directory = directory;
  }

  @Override
  public String system() {
    return "prometheus";
  }

  @Override
  public Class<PrometheusSettings> settings() {
    return PrometheusSettings.class;
  }

  @Override
  public List<StepType<PrometheusReader, PrometheusReader>> steps() {
    return List.of(
        StepType.check("prometheus.query", Query.class, Query.Values.class),
        StepType.capture("prometheus.snapshot", SeriesSnapshot.class));
  }

  @Override
  public void validate(PrometheusSettings settings) {
    var _ = settings.site();
  }

  @Override
  public Connection<PrometheusReader, PrometheusReader> connect(
      PrometheusSettings settings, Pin pin, Secrets secrets) {
    var web = new Web(settings.site(), secrets, directory);
    return new Server(web, new PrometheusApi(web, settings.timeout()));
  }

  /** One server. */
  private record Server(Web web, PrometheusApi api)
      implements WebConnection<PrometheusReader, PrometheusReader> {
    @Override
    public PrometheusReader reader() {
      return api;
    }

    @Override
    public PrometheusReader writer() {
      return api;
    }

    @Override
    public String ping() {
      return api.whatItIs();
    }
  }
}
