package dev.rollback.adapter.notify;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.web.Account;
import dev.rollback.web.Answer;
import dev.rollback.web.Base;
import dev.rollback.web.Bodies;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.SecretNames;
import dev.rollback.web.Site;
import dev.rollback.web.Web;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A receiver whose URL is read when it is first needed. Safe for use by several threads. */
final class Receiver implements NotifyWriter, AutoCloseable {
  private static final int LONGEST = 64 * 1024;

  private final NotifySettings settings;
  private final Secrets secrets;
  private final Path directory;
  private final Pace pace;
  private @Nullable Line line;

  /** A way to it, and the part of its URL that is a secret. */
  private record Line(Web web, String path) {}

  Receiver(NotifySettings settings, Secrets secrets, Path directory, Pace pace) {
    this.settings = settings;
    this.secrets = secrets;
    this.directory = directory;
    this.pace = pace;
  }

  @Override
  public String name() {
    return "the webhook in " + SecretNames.of(settings.url());
  }

  private synchronized Line line() {
    var known = line;
    if (known == null) {
      known = open(url());
      line = known;
    }
    return known;
  }

  private URI url() {
    try {
      return new URI(secrets.read(settings.url()).reveal().strip());
    } catch (URISyntaxException e) {
      throw noUrl("it is no URL"); // the exception would repeat it
    }
  }

  private Line open(URI url) {
    if (url.getHost() == null || url.getRawFragment() != null) {
      throw noUrl("it is no absolute URL, or has a fragment");
    }
    try {
      var base = Base.parse(url.getScheme() + "://" + url.getRawAuthority());
      var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      var query = Optional.ofNullable(url.getRawQuery()).map(q -> "?" + q).orElse("");
      Paths.check(path + query);
      return new Line(new Web(site(base), secrets, directory), path + query);
    } catch (UserException e) {
      throw noUrl(
          "it is neither http:// nor https://, has a user in it, or has `tls` without https");
    }
  }

  private SystemException noUrl(String why) {
    return SystemException.refused(
        "What " + SecretNames.of(settings.url()) + " holds cannot be used as a URL: " + why + ".",
        "Put the whole URL of the webhook there: https://HOST/PATH.");
  }

  private Site site(Base base) {
    return new Site(
        base,
        Optional.of(name() + " at " + base.url()),
        new Account(Optional.empty(), Optional.empty(), settings.bearer()),
        settings.headers(),
        settings.tls(),
        settings.proxy(),
        ResponseTimeout.connecting(settings.timeout()),
        LONGEST);
  }

  @Override
  public Finding usable() {
    try {
      open(url()).web().close(); // read anew: the secret may be gone since
      settings.bearer().ifPresent(secrets::read);
      return new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse(""));
    }
  }

  /** Opens a line to it and sends nothing. */
  String reach() {
    return line().web().reach();
  }

  @Override
  public String send(Message message) {
    return new Delivery(settings, name(), pace).of(() -> post(message));
  }

  private Answer post(Message message) {
    var to = line();
    var answer =
        to.web()
            .send(
                new Request(
                    "POST",
                    to.path(),
                    Map.of("Idempotency-Key", message.event()),
                    Map.of(),
                    Optional.of(new Request.Body(message.type(), Sensitive.of(message.body()))),
                    settings.timeout(),
                    true));
    return new Answer(
        answer.url(),
        answer.status(),
        answer.headers(),
        Bodies.without(secretParts(to.path()), answer.body()),
        answer.cut(),
        answer.milliseconds());
  }

  /** A receiver may repeat where it was asked: the last part is what makes it a secret. */
  private static List<Sensitive> secretParts(String path) {
    var last = path.substring(path.lastIndexOf('/') + 1);
    return List.of(Sensitive.of(path), Sensitive.of(last));
  }

  @Override
  public synchronized void close() {
    var known = line;
    if (known != null) {
      known.web().close();
    }
  }
}
