package dev.rollback.adapter.postgres.roles;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.postgres.PostgresNeeds;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.Timeouts;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code postgres.block-access}: keeps a role out of a database, and ends its sessions there. */
@Doc(
    "Takes the right to connect to a database from a role, and ends the sessions that it has there."
        + " Undo grants again exactly what was granted; sessions come back when their programs open"
        + " them.")
public record BlockAccess(
    @Doc("The role that is kept out.") String role,
    @Doc("The database; without it, the connection's own.") Optional<String> database,
    @Doc(
            "Where everybody may connect (PUBLIC, which is the server's default), that is taken"
                + " away as well, and these roles get the right for themselves. Without them such a"
                + " database is refused.")
        List<String> keep)
    implements Action<BlockAccess.State, PostgresReader, PostgresWriter> {
  private static final Timeouts PATIENCE =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));
  private static final Duration READING = Duration.ofSeconds(10);
  private static final int ROUNDS = 100;

  private static final String END =
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE usename = ? AND datname = ?
      """;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the role is to be kept out and in
   */
  public BlockAccess {
    keep = List.copyOf(keep);
    if (keep.contains(role)) {
      throw new IllegalArgumentException("`keep` names the role that is to be kept out");
    }
  }

  /** What is moved. */
  @Doc("Who may connect to a database.")
  public record State(
      @Doc("To whom CONNECT is granted, and how; public is everybody.") Map<String, String> connect,
      @Doc("Whether the role has sessions although it may not connect.") boolean lingering,
      @Doc("How many sessions it has.") Hint<Long> sessions) {
    /** Keeps its own copy of the grants, in order. */
    public State {
      connect = java.util.Collections.unmodifiableMap(new TreeMap<>(connect));
    }
  }

  private String database(PostgresReader system) {
    return database.orElseGet(() -> system.server().database());
  }

  @Override
  public Target target() {
    // All of it: a second role that is blocked is planned upon what the first step will have made.
    return Target.of("access to database " + database.orElse("of the connection"));
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(
        PostgresNeeds.primary(),
        PostgresNeeds.readable("ownership of the database", this::owned),
        PostgresNeeds.readable("the right to end sessions of " + role, this::mayEnd));
  }

  private Finding owned(PostgresReader system) {
    return asked(
        system,
        "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = ?",
        database(system),
        "Only the owner of database %s grants and revokes CONNECT.".formatted(database(system)),
        "Use the owner's role, or GRANT it to this one.");
  }

  private Finding mayEnd(PostgresReader system) {
    return asked(
        system,
        "SELECT pg_has_role('pg_signal_backend', 'USAGE') OR pg_has_role(?, 'USAGE')",
        role,
        "This role may not end sessions of role " + role + ".",
        "GRANT pg_signal_backend TO %s;".formatted(system.server().user()));
  }

  private static Finding asked(
      PostgresReader system, String question, String argument, String why, String remedy) {
    return system.read(
            "asking for a right",
            READING,
            sql -> sql.first(question, row -> row.getBoolean(1), argument).orElse(true))
        ? new Finding.Met()
        : new Finding.Missing(why, remedy);
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

  @Override
  public Map<String, Long> magnitude(State before, State after) {
    return Map.of("sessions", Math.abs(before.sessions().value() - after.sessions().value()));
  }

  @Override
  public Observed<State> observe(PostgresReader system) {
    var name = database(system);
    return system.read(
        "reading who may connect",
        READING,
        sql -> {
          var access = Access.of(sql, system, role, name);
          var relying =
              access.grants().containsKey(Access.EVERYBODY)
                  ? Access.relying(sql, role, name)
                  : List.<String>of();
          refuseOtherWays(system, access, relying);
          var notes = new ArrayList<String>();
          if (access.sessions() > 0 && access.open(role)) {
            notes.add("ends %,d sessions of %s".formatted(access.sessions(), role));
          }
          relying.stream()
              .filter(other -> !keep.contains(other))
              .forEach(other -> notes.add("keeps role " + other + " out as well"));
          return new Observed<>(
              new State(
                  access.grants(),
                  !access.open(role) && access.sessions() > 0,
                  new Hint<>(access.sessions())),
              "",
              notes);
        });
  }

  private void refuseOtherWays(PostgresReader system, Access access, List<String> relying) {
    if (!access.others().isEmpty()) {
      throw system.refusal(
          "lets role %s in as a member of %s".formatted(role, String.join(", ", access.others())),
          "Take the membership away by hand (REVOKE … FROM …), or name that role instead.");
    }
    if (access.grants().containsKey(Access.EVERYBODY) && keep.isEmpty()) {
      throw system.refusal(
          "lets everybody connect (PUBLIC), so that nothing can be taken from role %s alone"
              .formatted(role),
          "Name under `keep` the roles that shall go on. Those that rely on it are: "
              + (relying.isEmpty() ? "none" : String.join(", ", relying)));
    }
  }

  @Override
  public State desired(State before) {
    var connect = new TreeMap<>(before.connect());
    var own = connect.remove(role);
    var everybody = connect.remove(Access.EVERYBODY);
    for (var how : new Optional<?>[] {Optional.ofNullable(own), Optional.ofNullable(everybody)}) {
      if (how.filter(h -> !h.equals(Access.GRANTED) && !h.equals(Access.WITH_OPTION)).isPresent()) {
        throw SystemException.refused(
            "CONNECT was %s, not by the database's owner, and could not be granted back so."
                .formatted(how.get()),
            "Take it away by hand.");
      }
    }
    if (everybody != null) {
      keep.forEach(other -> connect.putIfAbsent(other, Access.GRANTED));
    }
    return new State(connect, false, new Hint<>(0L));
  }

  /** The rights are written, and sessions are still there; to end them, or to let them stay. */
  @Override
  public boolean partway(State from, State to, State now) {
    return now.lingering() && (isWritten(to, now) || isWritten(from, now));
  }

  private static boolean isWritten(State wanted, State now) {
    return now.connect().equals(wanted.connect()) && !wanted.lingering();
  }

  @Override
  public void write(Observed<State> from, State to, PostgresWriter system) {
    var name = database(system);
    system.change(
        "setting who may connect",
        PATIENCE,
        sql -> {
          if (!Access.of(sql, system, role, name).grants().equals(from.state().connect())) {
            throw system.refusal(
                "has other grants on database %s than a moment ago".formatted(name),
                "Somebody else changes them. Plan again, and look at the new preview.");
          }
          for (var statement : Access.statements(from.state().connect(), to.connect(), name)) {
            sql.run(statement);
          }
          if (!Access.of(sql, system, role, name).grants().equals(to.connect())) {
            throw system.refusal(
                "would have other grants on database %s than are wanted".formatted(name),
                "Nothing was changed. See \\l in psql who has granted what.");
          }
          return true;
        });
    if (!to.connect().containsKey(role) && !to.connect().containsKey(Access.EVERYBODY)) {
      end(system, name);
    }
  }

  /** Nobody can open one any more; those that are there need a moment to go. */
  private void end(PostgresWriter system, String name) {
    var left =
        system.atOnce(
            "ending sessions of " + role,
            PATIENCE,
            sql -> {
              var sessions = sql.one(END, row -> row.getLong(1), role, name);
              for (var n = 0; n < ROUNDS && sessions > 0; n++) {
                sql.run("SELECT pg_sleep(0.05), pg_stat_clear_snapshot()");
                sessions = sql.one(END, row -> row.getLong(1), role, name);
              }
              return sessions;
            });
    if (left > 0) {
      throw SystemException.unknown(
          "%,d sessions of %s were told to end, and have not.".formatted(left, role),
          "It cannot connect any more. See pg_stat_activity what they wait for; then resume.",
          new SQLTimeoutException("pg_terminate_backend has not taken effect in time"));
    }
  }
}
