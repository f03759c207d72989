package dev.rollback.adapter.prometheus;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.web.Base;
import dev.rollback.web.Site;
import dev.rollback.web.Web;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Prometheus: it is asked, never changed, so reader and writer are the same. */
public final class PrometheusAdapter
    implements Adapter<PrometheusSettings, PrometheusReader, PrometheusReader> {
  private static final int LONGEST = 8 << 20;

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
    var _ = site(settings);
  }

  private static Site site(PrometheusSettings settings) {
    return new Site(
        Base.parse(settings.base()),
        Optional.empty(),
        settings.account(),
        settings.headers(),
        settings.tls(),
        settings.proxy(),
        ResponseTimeout.connecting(settings.timeout()),
        LONGEST);
  }

  @Override
  public Connection<PrometheusReader, PrometheusReader> connect(
      PrometheusSettings settings, Pin pin, Secrets secrets) {
    var web = new Web(site(settings), secrets, directory);
    return new Server(web, new PrometheusApi(web, settings.timeout()));
  }

  /** One server. */
  private record Server(Web web, PrometheusApi api)
      implements Connection<PrometheusReader, PrometheusReader> {
    @Override
    public String address() {
      return web.site().base().url();
    }

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

    @Override
    public void close() {
      web.close();
    }
  }
}
