package dev.rollback.sandbox.service;

import dev.rollback.sandbox.site.Hashes;
import java.sql.SQLException;
import java.util.Optional;

/** Who somebody is: by password, by API key, by token. */
final class Authentication {
  private final GridSettings settings;
  private final Database database;
  private final Cache cache;
  private final Metrics metrics;
  private final ActiveSessions sessions;

  Authentication(
      GridSettings settings,
      Database database,
      Cache cache,
      Metrics metrics,
      ActiveSessions sessions) {
    this.settings = settings;
    this.database = database;
    this.cache = cache;
    this.metrics = metrics;
    this.sessions = sessions;
  }

  boolean passwordIsRight(String email, String password) throws SQLException {
    return database
        .password(email, settings.passwordColumn())
        .filter(stored -> Hashes.same(form(stored.salt(), password), stored(stored)))
        .isPresent();
  }

  /**
   * Whether an API key, {@code ID.SECRET}, is valid. The valid form of a key is remembered in
   * Redis, sealed so that nobody who reads it there can use it against the database.
   */
  boolean apiKeyIsRight(String apiKey) throws SQLException {
    String[] parts = apiKey.split("\\.", 2);
    if (parts.length != 2) {
      return false;
    }
    String presented = seal(form(parts[0], parts[1]));
    Optional<String> remembered = cache.apiKeyForm(parts[0]);
    metrics.cacheLookup(remembered.isPresent());
    if (remembered.isPresent()) {
      return Hashes.same(remembered.get(), presented);
    }
    Optional<String> valid = database.apiKey(parts[0]).map(stored -> seal(stored(stored)));
    valid.ifPresent(v -> cache.rememberApiKeyForm(parts[0], v, settings.keyCacheTtl()));
    return valid.filter(v -> Hashes.same(v, presented)).isPresent();
  }

  /** A token, {@code SESSION.SIGNATURE}, for a session that is kept in Redis. */
  String openSession(String email, String sessionId) {
    cache.openSession(sessionId, email, settings.sessionTtl());
    sessions.used(sessionId);
    return sessionId + "." + Hashes.keyed(settings.tokenKey(), sessionId);
  }

  boolean tokenIsRight(String token) {
    String[] parts = token.split("\\.", 2);
    return parts.length == 2
        && Hashes.same(Hashes.keyed(settings.tokenKey(), parts[0]), parts[1])
        && sessionGoesOn(parts[0]);
  }

  private boolean sessionGoesOn(String id) {
    boolean known = cache.hasSession(id);
    if (known) {
      sessions.used(id);
    } else {
      sessions.ended(id);
    }
    return known;
  }

  private String form(String salt, String secret) {
    return settings.authSystem()
        ? Hashes.keyed(settings.apiKeySecret(), secret)
        : Hashes.salted(salt, secret);
  }

  private String stored(Database.Credential credential) {
    return settings.authSystem() ? credential.keyed() : credential.legacy();
  }

  private String seal(String form) {
    return Hashes.keyed(settings.apiKeySecret(), form);
  }
}
