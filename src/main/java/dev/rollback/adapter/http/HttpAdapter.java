package dev.rollback.adapter.http;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.web.Account;
import dev.rollback.web.Base;
import dev.rollback.web.Request;
import dev.rollback.web.Site;
import dev.rollback.web.Web;
import dev.rollback.web.WebConnection;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Services that speak HTTP: they are asked, never changed, so reader and writer are the same. */
public final class HttpAdapter implements Adapter<HttpSettings, HttpReader, HttpReader> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 64 * 1024;

  private final RandomGenerator random;
  private final Path directory;

  /**
   * Random passwords come from the platform's secure source.
   *
   * @param directory where relative paths of certificates start
   */
  public HttpAdapter(Path directory) {
    this(directory, new SecureRandom());
  }

  HttpAdapter(Path directory, RandomGenerator random) {
    this.directory = directory;
    this.random = random;
  }

  @Override
  public String system() {
    return "http";
  }

  @Override
  public Class<HttpSettings> settings() {
    return HttpSettings.class;
  }

  @Override
  public List<StepType<HttpReader, HttpReader>> steps() {
    return List.of(
        StepType.check("http.get", Get.class, Get.Values.class),
        StepType.check("http.post", Post.class, Get.Values.class),
        StepType.check("http.login", Login.class, Login.Values.class));
  }

  @Override
  public void validate(HttpSettings settings) {
    var _ = site(settings);
  }

  private static Site site(HttpSettings settings) {
    return new Site(
        Base.parse(settings.base()),
        Optional.empty(),
        Account.nobody(),
        Map.of(),
        settings.tls(),
        settings.proxy(),
        PATIENCE,
        LONGEST);
  }

  @Override
  public Connection<HttpReader, HttpReader> connect(
      HttpSettings settings, Pin pin, Secrets secrets) {
    var web = new Web(site(settings), secrets, directory);
    return new Service(web, new WebReader(web, secrets, random));
  }

  /** One service. */
  private record Service(Web web, HttpReader client)
      implements WebConnection<HttpReader, HttpReader> {
    @Override
    public HttpReader reader() {
      return client;
    }

    @Override
    public HttpReader writer() {
      return client;
    }

    @Override
    public String ping() {
      var answer = client.send(Request.get("/", PATIENCE));
      return "HTTP %d%s"
          .formatted(
              answer.status(),
              Optional.ofNullable(answer.headers().get("server")).map(s -> ", " + s).orElse(""));
    }
  }
}
