package dev.rollback.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A line to a service that is opened and closed, and on which nothing is asked. */
record Reach(Site site, Optional<SSLContext> context) {

  /**
   * Opens and closes it.
   *
   * @return what was reached
   * @throws dev.rollback.diagnostic.SystemException when nothing was
   */
  String open() {
    var url = URI.create(site.base().url());
    try {
      var proxy = proxy(url);
      return proxy.isPresent() ? byProxy(proxy.get()) : direct(url);
    } catch (IOException e) {
      throw new WebErrors(site, url, false).of(e);
    }
  }

  /** The one of the settings, or the one that this process was told. */
  private Optional<InetSocketAddress> proxy(URI url) {
    return site.proxyAt()
        .or(
            () ->
                Optional.ofNullable(ProxySelector.getDefault()).stream()
                    .flatMap(selector -> selector.select(url).stream())
                    .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                    .map(proxy -> (InetSocketAddress) proxy.address())
                    .findFirst());
  }

  private String byProxy(InetSocketAddress proxy) throws IOException {
    try (var _ = connect(proxy.getHostString(), proxy.getPort())) {
      return "a proxy at " + proxy.getHostString() + ":" + proxy.getPort();
    }
  }

  private String direct(URI url) throws IOException {
    var usual = site.base().secure() ? 443 : 80;
    var port = url.getPort() < 0 ? usual : url.getPort();
    try (var socket = connect(url.getHost(), port)) {
      var where = url.getHost() + ":" + port;
      return site.base().secure() ? where + ", " + handshake(socket, url.getHost(), port) : where;
    }
  }

  private Socket connect(String host, int port) throws IOException {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    var socket = new Socket();
    try {
      socket.connect(address, Math.toIntExact(site.connecting().toMillis()));
      socket.setSoTimeout(Math.toIntExact(site.connecting().toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private String handshake(Socket plain, String host, int port) throws IOException {
    try {
      var tls = context.isPresent() ? context.get() : SSLContext.getDefault();
      try (var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket.getSession().getProtocol();
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("no TLS here: " + e.getMessage(), e);
    }
  }
}
