package dev.rollback.web;

import dev.rollback.diagnostic.UserException;
import java.net.URI;
import java.net.URISyntaxException;

/** The absolute URL of a service, without a slash at its end. */
public record Base(String url) {
  private static final String FORM =
      "Write an absolute URL, for example https://grid.example.org or http://127.0.0.1:8080/app.";

  /**
   * Reads a URL.
   *
   * @throws UserException when it is not absolute, or carries a secret
   */
  public static Base parse(String text) {
    var uri = uri(text);
    if (uri.getRawUserInfo() != null) {
      throw new UserException(
          "The base URL carries a user or a password, which would stand in the open.",
          "Take it out, and give the secret as a reference where the reference page says so.");
    }
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw wrong(text, "its scheme is neither http nor https");
    }
    if (uri.getHost() == null) {
      throw wrong(text, "it names no host");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(text, "it has a query or a fragment, and paths are appended to it");
    }
    return new Base(text.replaceAll("/+$", ""));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // The text is not repeated: it may be malformed because of a password inside it.
      throw new UserException("The base URL is no URL: " + e.getReason() + ".", FORM);
    }
  }

  private static UserException wrong(String text, String why) {
    return new UserException("The base URL '" + text + "' cannot be used: " + why + ".", FORM);
  }

  /** The URL of a path that {@link Paths#check} has accepted. */
  public URI at(String path) {
    return URI.create(url + path);
  }

  /** Whether it is reached over TLS. */
  public boolean secure() {
    return url.startsWith("https:");
  }
}
