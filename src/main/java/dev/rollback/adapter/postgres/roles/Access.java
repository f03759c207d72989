package dev.rollback.adapter.postgres.roles;

import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.diagnostic.SystemException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may connect to a database.
 *
 * @param grants what CONNECT is granted to whom: {@code public} for everybody
 * @param others who may connect by other ways than their own grant or everybody's
 * @param sessions how many the role has there now
 */
record Access(Map<String, String> grants, List<String> others, long sessions) {
  /** No role can be named so. */
  static final String EVERYBODY = "public";

  static final String GRANTED = "granted";
  static final String WITH_OPTION = "granted with grant option";

  private static final String GRANTS =
      """
      SELECT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END,
        CASE WHEN a.grantor <> d.datdba THEN 'granted by ' || pg_get_userbyid(a.grantor)
          WHEN a.is_grantable THEN 'granted with grant option' ELSE 'granted' END
      FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      WHERE d.datname = ? AND a.privilege_type = 'CONNECT' ORDER BY 1, 2
      """;

  private static final String ROLE =
      "SELECT r.rolsuper, r.rolname = current_user FROM pg_roles r WHERE r.rolname = ?";

  /** The roles whose rights this one has, besides its own. */
  private static final String INHERITED =
      """
      SELECT g.rolname FROM pg_roles g, pg_roles r, pg_database d,
        aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      WHERE r.rolname = ? AND d.datname = ? AND a.privilege_type = 'CONNECT'
        AND g.oid = a.grantee AND g.oid <> r.oid AND pg_has_role(r.oid, g.oid, 'USAGE')
      ORDER BY 1
      """;

  private static final String SESSIONS =
      "SELECT count(*) FROM pg_stat_activity WHERE usename = ? AND datname = ?";

  /** Of those that can log in and have no grant of their own. */
  private static final String RELYING =
      """
      SELECT r.rolname FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper AND r.rolname <> ?
        AND NOT EXISTS (SELECT FROM pg_database d,
          aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
          WHERE d.datname = ? AND a.privilege_type = 'CONNECT' AND a.grantee <> 0
            AND pg_has_role(r.oid, a.grantee, 'USAGE'))
      ORDER BY 1 LIMIT 20
      """;

  Access {
    grants = Map.copyOf(grants);
    others = List.copyOf(others);
  }

  /**
   * Looks.
   *
   * @throws SystemException when the role or the database is not there, or cannot be kept out
   */
  static Access of(Sql sql, PostgresReader system, String role, String database)
      throws SQLException {
    var found =
        sql.first(ROLE, row -> List.of(row.getBoolean(1), row.getBoolean(2)), role)
            .orElseThrow(
                () -> system.refusal("has no role " + role, "Check its name: psql -c '\\du'."));
    if (found.getFirst()) {
      throw system.refusal(
          "lets superusers in whatever is granted, and role %s is one".formatted(role),
          "Take that away first (ALTER ROLE … NOSUPERUSER), or keep it out in pg_hba.conf.");
    }
    if (found.getLast()) {
      throw system.refusal(
          "is reached as role %s itself, which would end this very session".formatted(role),
          "Use another role in rollback.yaml.");
    }
    var grants = new TreeMap<String, String>();
    sql.all(GRANTS, row -> List.of(row.getString(1), row.getString(2)), database)
        .forEach(grant -> grants.merge(grant.getFirst(), grant.getLast(), (a, b) -> a + "; " + b));
    if (grants.isEmpty()
        && !sql.one(
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)",
            row -> row.getBoolean(1),
            database)) {
      throw system.refusal("has no database " + database, "Check `database`.");
    }
    return new Access(
        grants,
        sql.all(INHERITED, row -> row.getString(1), role, database),
        sql.one(SESSIONS, row -> row.getLong(1), role, database));
  }

  /** Who can log in only because everybody may connect. */
  static List<String> relying(Sql sql, String role, String database) throws SQLException {
    return sql.all(RELYING, row -> row.getString(1), role, database);
  }

  /** Whether the role itself, as far as its own grants go, may connect. */
  boolean open(String role) {
    return grants.containsKey(role) || grants.containsKey(EVERYBODY);
  }

  /** The statements that make these grants of those. */
  static List<String> statements(
      Map<String, String> from, Map<String, String> to, String database) {
    var all = new ArrayList<String>();
    var on = " CONNECT ON DATABASE " + Sql.quoted(database);
    new TreeMap<>(from)
        .forEach(
            (who, how) -> {
              if (!how.equals(to.get(who))) {
                all.add("REVOKE" + on + " FROM " + name(who));
              }
            });
    new TreeMap<>(to)
        .forEach(
            (who, how) -> {
              if (!how.equals(from.get(who))) {
                all.add(
                    "GRANT"
                        + on
                        + " TO "
                        + name(who)
                        + (how.equals(WITH_OPTION) ? " WITH GRANT OPTION" : ""));
              }
            });
    return List.copyOf(all);
  }

  private static String name(String who) {
    return who.equals(EVERYBODY) ? "PUBLIC" : Sql.quoted(who);
  }
}
