package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.ByHand;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Rows that no undo brings back: the schema's history is as it was. There is a backup of them,
 * which was made before.
 */
public record LostRows() implements Fault {
  private static final String BACKUP = "users-of-last-night.csv";

  /** What a script had that was meant for a copy of the database. */
  private static final String CLEAN_UP = "DROP TABLE users CASCADE";

  /** As the migrations 1 and 4 have made it, one after the other. */
  private static final List<String> TABLE =
      List.of(
          """
          CREATE TABLE users (
            id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            email           text NOT NULL UNIQUE,
            password_salt   text NOT NULL,
            password_legacy text NOT NULL,
            created_at      timestamptz NOT NULL DEFAULT now()
          )
          """,
          "ALTER TABLE users ADD COLUMN password_keyed text NOT NULL");

  /** What hangs on the rows, once they are there. */
  private static final List<String> REST =
      List.of(
          "SELECT setval(pg_get_serial_sequence('users', 'id'), (SELECT max(id) FROM users))",
          "ALTER TABLE api_keys ADD FOREIGN KEY (owner_id) REFERENCES users (id)");

  @Override
  public String id() {
    return "lost-rows";
  }

  @Override
  public String title() {
    return "A clean-up script was run on the wrong database, and has dropped the users";
  }

  @Override
  public String breaks() {
    return "Logins fail with 500, and no migration was made: there is nothing to undo. The users"
        + " must be restored from a backup, by hand.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("migration-failure");
  }

  @Override
  public void inject(Site site) {
    Database.at(
        site,
        connection -> {
          try (var out = Files.newOutputStream(backup(site))) {
            return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY users TO STDOUT (FORMAT csv)", out);
          }
        });
    Database.execute(site, CLEAN_UP);
    Customers.awaitLogin(site, 500);
  }

  private static Path backup(Site site) {
    return site.directory().resolve(BACKUP);
  }

  @Override
  public Map<String, String> parameters(Site site) {
    var parameters = new HashMap<>(Broken.parameters(site));
    parameters.put("window", "PT3S");
    return parameters;
  }

  @Override
  public List<ByHand> byHand() {
    return List.of(
        new ByHand(
            "Restore the lost rows",
            "the users were restored from the backup of last night",
            LostRows::restore));
  }

  private static void restore(Site site) {
    Database.at(
        site,
        connection -> {
          try (var statement = connection.createStatement();
              var in = Files.newInputStream(backup(site))) {
            for (var each : TABLE) {
              statement.execute(each);
            }
            var rows =
                connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY users FROM STDIN (FORMAT csv)", in);
            for (var each : REST) {
              statement.execute(each);
            }
            return rows;
          }
        });
  }
}
