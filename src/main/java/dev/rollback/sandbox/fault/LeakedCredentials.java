package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Hashes;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import io.lettuce.core.SetArgs;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Somebody has the database's password and the key that signs tokens, and uses both. */
public record LeakedCredentials() implements Fault {
  private static final Duration HOUR = Duration.ofHours(1);

  @Override
  public String id() {
    return "leaked-credentials";
  }

  @Override
  public String title() {
    return "A stranger reads the database with the service's own password, and can sign tokens";
  }

  @Override
  public String breaks() {
    return "Customers notice nothing. A session that is no pod's reads the users, and comes back"
        + " when it is ended; a token that the stranger signs is accepted. Both secrets must be"
        + " rotated, and everything that knows the old ones must go.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("security-incident");
  }

  /** pg_dump does not come with the sandbox's server. */
  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("backup", "false");
  }

  @Override
  public void inject(Site site) {
    site.keep(() -> Stranger.at(site));
    if (!forgedTokenIsAccepted(site)) {
      throw new SandboxException(id() + ": the token that was signed is not accepted");
    }
  }

  @Override
  public Optional<String> remains(Site site) {
    if (Stranger.getsIn(site)) {
      return Optional.of("the password that leaked still opens the database");
    }
    var sessions = sessions(site);
    if (sessions > 0) {
      return Optional.of("the stranger still has %d sessions at the database".formatted(sessions));
    }
    return forgedTokenIsAccepted(site)
        ? Optional.of("a token that was signed with the key that leaked is still accepted")
        : Optional.empty();
  }

  private static int sessions(Site site) {
    try (var connection = DriverManager.getConnection(site.postgres());
        var statement =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = ? AND application_name ="
                    + " ?")) {
      statement.setString(1, Site.DATABASE_ROLE);
      statement.setString(2, Stranger.NAME);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new SandboxException("the database cannot be asked: " + e.getMessage(), e);
    }
  }

  /** Of a session that is there: what the stranger needs besides is the signature. */
  private static boolean forgedTokenIsAccepted(Site site) {
    var session = UUID.randomUUID().toString();
    Redis.at(
        site,
        redis ->
            redis.set(
                "session:" + session, site.accounts().smoke().email(), SetArgs.Builder.ex(HOUR)));
    var token = session + "." + Hashes.keyed(site.accounts().tokenKey(), session);
    try {
      return Customers.ask(site, customer -> customer.useToken(token)) == 200;
    } finally {
      Redis.at(site, redis -> redis.del("session:" + session));
    }
  }
}
