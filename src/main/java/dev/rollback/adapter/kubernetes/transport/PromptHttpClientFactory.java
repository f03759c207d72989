package dev.rollback.adapter.kubernetes.transport;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes Fabric8's HTTP clients and closes them at once. Fabric8 only stops their executor, and the
 * selector thread then holds the end of the process for 300 ms.
 */
public final class PromptHttpClientFactory extends JdkHttpClientFactory implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private final Queue<HttpClient> built = new ConcurrentLinkedQueue<>();
  private final Optional<Proxies> proxy;
  private final Optional<String> serverName;
  private final Runnable unauthorized;

  /**
   * Makes clients that go through this proxy.
   *
   * @param serverName what the server's certificate has to carry instead of its address
   * @param unauthorized is told when the server does not accept the credentials
   */
  public PromptHttpClientFactory(
      Optional<Proxies> proxy, Optional<String> serverName, Runnable unauthorized) {
    this.proxy = proxy;
    this.serverName = serverName;
    this.unauthorized = unauthorized;
  }

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    var builder = super.createNewHttpClientBuilder();
    // Never the one of the Java platform, which has settings of its own.
    builder.proxy(
        proxy.map(p -> ProxySelector.of(p.address())).orElse(HttpClient.Builder.NO_PROXY));
    proxy.flatMap(Proxies::credentials).map(ProxyLogin::of).ifPresent(builder::authenticator);
    return new Remembering(builder, built, serverName, unauthorized);
  }

  /** For the proxy, and for nobody else who asks. */
  private static final class ProxyLogin extends Authenticator {
    private final PasswordAuthentication login;

    private ProxyLogin(PasswordAuthentication login) {
      this.login = login;
    }

    static ProxyLogin of(String credentials) {
      var parts = credentials.split(":", 2);
      return new ProxyLogin(
          new PasswordAuthentication(parts[0], (parts.length > 1 ? parts[1] : "").toCharArray()));
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY ? login : null;
    }
  }

  @Override
  public void close() {
    try {
      for (var client = built.poll(); client != null; client = built.poll()) {
        client.shutdownNow();
        client.awaitTermination(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The platform's builder, which keeps what it has built. */
  private record Remembering(
      HttpClient.Builder builder,
      Queue<HttpClient> built,
      Optional<String> serverName,
      Runnable unauthorized)
      implements HttpClient.Builder {

    @Override
    public HttpClient build() {
      var client = new TimedHttpClient(builder.build(), unauthorized);
      built.add(client);
      return client;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
      builder.cookieHandler(cookieHandler);
      return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
      builder.connectTimeout(duration);
      return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext sslContext) {
      builder.sslContext(
          serverName
              .<SSLContext>map(name -> new RenamedServer(sslContext, name))
              .orElse(sslContext));
      return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
      builder.sslParameters(sslParameters);
      return this;
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
      builder.executor(executor);
      return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
      builder.followRedirects(policy);
      return this;
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
      builder.version(version);
      return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
      builder.priority(priority);
      return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector proxySelector) {
      builder.proxy(proxySelector);
      return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
      builder.authenticator(authenticator);
      return this;
    }

    @Override
    public HttpClient.Builder localAddress(InetAddress localAddress) {
      builder.localAddress(localAddress);
      return this;
    }
  }
}
