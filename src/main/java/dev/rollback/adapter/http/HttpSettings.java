package dev.rollback.adapter.http;

import dev.rollback.action.Tls;
import dev.rollback.shape.Doc;
import java.util.Optional;

/** An HTTP service as {@code rollback.yaml} describes it. */
@Doc("A service that speaks HTTP.")
public record HttpSettings(
    @Doc("The URL that paths are appended to: http:// or https:// and a host, without a password.")
        String base,
    @Doc("Which certificates count; when missing, what this machine trusts.") Optional<Tls> tls,
    @Doc(
            "http://HOST:PORT of a proxy. When missing, the one that -Dhttp.proxyHost or"
                + " -Dhttps.proxyHost names; variables of the environment are not used.")
        Optional<String> proxy) {

  /** With the usual certificates, and no proxy of its own. */
  public HttpSettings(String base) {
    this(base, Optional.empty(), Optional.empty());
  }
}
