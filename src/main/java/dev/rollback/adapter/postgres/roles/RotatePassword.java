package dev.rollback.adapter.postgres.roles;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Action;
import dev.rollback.action.Generate;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Risk;
import dev.rollback.action.Sealed;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.adapter.postgres.Timeouts;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import dev.rollback.web.SecretNames;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code postgres.rotate-password}: gives a role another password. */
@Doc(
    "Gives a role another password, which is kept elsewhere or generated. What the server stores of it"
        + " (SCRAM-SHA-256) is computed here; the password itself is not sent. The new login is"
        + " tried. Sessions that are open stay open: restart what uses the role, and see"
        + " postgres.old-sessions. Undo brings back what the server had stored.")
public record RotatePassword(
    @Doc("The role.") String role,
    @Doc("Where the new password is kept.") Optional<SecretRef> password,
    @Doc(
            "The new password is generated: {name: grid-password}. It needs a name: the step that"
                + " hands it to the role's programs (kubernetes.set-secret) generates it by the"
                + " same. Each plan generates another.")
        Optional<Generate> generate,
    @Doc(
            "Whether the new login is tried from here; false where the server lets this machine not"
                + " in as that role.")
        @Default("true")
        boolean tryLogin,
    @Doc("The moment of the plan: what is stored is the same until it was written.") PlanTime at)
    implements Action<RotatePassword.State, PostgresReader, PostgresWriter> {
  private static final Timeouts PATIENCE =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10));
  private static final Duration READING = Duration.ofSeconds(10);
  private static final int SALT = 16;
  private static final String STORED =
      "SELECT coalesce(a.rolpassword, ''), a.rolcanlogin, a.rolname = current_user"
          + " FROM pg_authid a WHERE a.rolname = ?";
  private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE usename = ?";
  private static final String MAY_CHANGE =
      """
      SELECT u.rolsuper OR (u.rolcreaterole AND NOT r.rolsuper
        AND (current_setting('server_version_num')::int < 160000
          OR pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')))
      FROM pg_roles u, pg_roles r WHERE u.rolname = current_user AND r.rolname = ?
      """;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no password, or one that nobody could have
   */
  public RotatePassword {
    if (password.isPresent() == generate.isPresent()) {
      throw new IllegalArgumentException(
          "give either `password`, a reference, or `generate`, with a name");
    }
    if (generate.filter(g -> g.name().isEmpty()).isPresent()) {
      throw new IllegalArgumentException(
          "a password that is generated needs a `name`, or nobody else could have it");
    }
  }

  /** What is moved. */
  @Doc("What a server stores of a role's password.")
  public record State(
      @Doc("That, encrypted; missing where the role has none.") Optional<Sealed> verifier,
      @Doc("What it stores of the new password.") Hint<Sealed> wanted) {}

  @Override
  public Target target() {
    return Target.of("role " + role, "password");
  }

  private String place() {
    return target().label();
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return Stream.concat(
            Stream.<Requirement<PostgresReader>>of(
                PostgresNeeds.primary(),
                PostgresNeeds.select("pg_catalog.pg_authid"),
                PostgresNeeds.readable("the right to change role " + role, this::mayChange),
                Requirement.both("a key that seals secret values", RotatePassword::sealingKey)),
            password.stream().map(kept -> SecretNames.readable(kept, PostgresReader::secrets)))
        .toList();
  }

  private Finding mayChange(PostgresReader system) {
    var may =
        system.read(
            "asking for a right",
            READING,
            sql -> sql.first(MAY_CHANGE, row -> row.getBoolean(1), role).orElse(true));
    return may
        ? new Finding.Met()
        : new Finding.Missing(
            "This role may not change role %s.".formatted(role),
            "It takes CREATEROLE and, from PostgreSQL 16 on: GRANT %s TO %s WITH ADMIN OPTION;"
                .formatted(Sql.quoted(role), system.server().user()));
  }

  private static Finding sealingKey(PostgresReader system) {
    try {
      system.secrets().seal();
      return new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse("Give the target a key."));
    }
  }

  @Override
  public Risk risk(State before, State after) {
    return Risk.DISRUPTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  /** What the server stores; empty where the role has no password. */
  private Optional<Verifier> stored(Sql sql, PostgresReader system) throws SQLException {
    var found =
        sql.first(
                STORED, row -> List.of(row.getString(1), row.getString(2), row.getString(3)), role)
            .orElseThrow(
                () -> system.refusal("has no role " + role, "Check its name: psql -c '\\du'."));
    if (!found.get(1).equals("t")) {
      throw system.refusal(
          "does not let role %s sign in at all (NOLOGIN)".formatted(role), "Name another role.");
    }
    if (found.get(2).equals("t")) {
      throw system.refusal(
          "is reached as role %s itself: the next step could not sign in any more".formatted(role),
          "Use another role in rollback.yaml for this.");
    }
    return Optional.of(found.getFirst()).filter(text -> !text.isEmpty()).map(Verifier::new);
  }

  private Sealed seal(PostgresReader system, Verifier verifier) {
    return system.secrets().seal().close(place(), verifier.text().getBytes(UTF_8));
  }

  @Override
  public Observed<State> observe(PostgresReader system) {
    var fresh = fresh(system);
    return system.read(
        "reading what is stored of a password",
        READING,
        sql -> {
          var now = stored(sql, system);
          var wanted = now.filter(v -> v.fits(fresh)).orElseGet(() -> wanted(system, fresh));
          var sessions = sql.one(SESSIONS, row -> row.getLong(1), role);
          var notes = new ArrayList<String>();
          if (sessions > 0) {
            notes.add(
                "%,d sessions of %s are open; they stay, with the old password"
                    .formatted(sessions, role));
          }
          return new Observed<>(
              new State(now.map(v -> seal(system, v)), new Hint<>(seal(system, wanted))),
              "",
              notes);
        });
  }

  private Sensitive fresh(PostgresReader system) {
    return password
        .map(kept -> kept(system, kept))
        .orElseGet(
            () ->
                Sensitive.of(
                    new String(
                        generate
                            .orElseThrow()
                            .value(system.secrets().seal(), place(), at.at().toString()),
                        UTF_8)));
  }

  private Sensitive kept(PostgresReader system, SecretRef reference) {
    var fresh = system.secrets().read(reference);
    if (fresh.reveal().isEmpty()) {
      throw SystemException.refused(
          "The new password of role %s is empty.".formatted(role),
          "Give %s a value.".formatted(SecretNames.of(reference)));
    }
    return fresh;
  }

  /** The same for one plan, whenever it is computed. */
  private Verifier wanted(PostgresReader system, Sensitive fresh) {
    return Verifier.of(
        fresh, system.secrets().seal().derive(place() + " salt", at.at().toString(), SALT));
  }

  @Override
  public State desired(State before) {
    return new State(Optional.of(before.wanted().value()), before.wanted());
  }

  @Override
  public void write(Observed<State> from, State to, PostgresWriter system) {
    var next = to.verifier().map(kept -> open(system, kept));
    system.change(
        "setting the password of role " + role,
        PATIENCE,
        sql -> {
          if (!stored(sql, system).map(v -> seal(system, v)).equals(from.state().verifier())) {
            throw system.refusal(
                "has another password for role %s than a moment ago".formatted(role),
                "Somebody else changes it. Plan again.");
          }
          sql.run(
              "ALTER ROLE %s PASSWORD %s"
                  .formatted(
                      Sql.quoted(role),
                      next.map(v -> "'" + v.replace("'", "''") + "'").orElse("NULL")));
          if (!stored(sql, system).map(Verifier::text).equals(next)) {
            throw system.refusal(
                "stores something else for role %s than it was given".formatted(role),
                "Nothing was changed. See the server's log.");
          }
          return true;
        });
  }

  private String open(PostgresReader system, Sealed kept) {
    return new String(system.secrets().seal().open(place(), kept), UTF_8);
  }

  /** Whether the new password lets the role in; the old one is nobody's to know here. */
  @Override
  public Readiness ready(State wanted, PostgresReader system) {
    if (!tryLogin || !wanted.verifier().equals(Optional.of(wanted.wanted().value()))) {
      return new Readiness.Ready();
    }
    return system
        .signIn(role, fresh(system))
        .<Readiness>map(
            why ->
                new Readiness.Stuck(
                    "The new password was set, and the role does not get in with it: "
                        + why
                        + " Where pg_hba.conf does not let this machine in as that role, write"
                        + " `try-login: false`."))
        .orElseGet(Readiness.Ready::new);
  }

  /** No object is moved that could be counted. */
  @Override
  public Map<String, Long> magnitude(State before, State after) {
    return Map.of();
  }
}
