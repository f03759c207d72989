package dev.rollback.adapter.postgres.backup;

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
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** {@code postgres.backup}: a dump of the database into a file that can be restored. */
@Doc(
    "Dumps the database into a new file NAME-TIME.dump, in pg_dump's custom format, and has"
        + " pg_restore read its contents. Undo deletes nothing: it gives the file another name"
        + " (….dump.kept), since it may be all that is left of what other steps have dropped. Roles"
        + " and other databases of the server are not in it.")
public record Backup(
    @Doc("The folder for it; a relative path starts at the folder of rollback.yaml.")
        String directory,
    @Doc("What the file's name begins with.") @Default("backup") String name,
    @Doc("Only these schemas; without them, all.") List<String> schemas,
    @Doc("The folder of pg_dump and pg_restore; without it they are looked for in PATH.")
        Optional<String> binaries,
    @Doc("How long the dump may take.") @Default("PT1H") Duration dumpTimeout,
    @Doc("How long it waits for a table that somebody has locked.") @Default("PT10S")
        Duration lockTimeout,
    @Doc("The moment of the plan: part of the file's name.") PlanTime at)
    implements Action<Backup.State, PostgresReader, PostgresWriter> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the name is none of a file
   */
  public Backup {
    schemas = List.copyOf(schemas);
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
      throw new IllegalArgumentException("`name` has letters, digits, . _ - and nothing else");
    }
  }

  /** What is moved. */
  @Doc("Whether a backup is there.")
  public record State(
      @Doc("Its file; missing where there is none.") Optional<String> file,
      @Doc("How many bytes it has.") Hint<Optional<Long>> bytes,
      @Doc("Its SHA-256, as it stands in the file beside it.") Hint<Optional<String>> sha256) {}

  @Override
  public Target target() {
    return Target.of("backup " + name + " in " + directory);
  }

  private String fileName() {
    return name + "-" + TIME.format(at.at()) + ".dump";
  }

  private BackupFile file(PostgresReader system) {
    return new BackupFile(system.programs().path(directory), fileName());
  }

  private DumpPrograms programs(PostgresReader system) {
    return new DumpPrograms(system, binaries);
  }

  private Finding writable(PostgresReader system) {
    return file(system).writable();
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(
        Requirement.apply(
            "pg_dump that is not older than the server", r -> programs(r).newEnough("pg_dump")),
        Requirement.apply(
            "pg_restore that is not older than the server",
            r -> programs(r).newEnough("pg_restore")),
        Requirement.both("a folder that can be written to: " + directory, this::writable),
        PostgresNeeds.readable(
            "disk room for the backup in " + directory,
            r -> file(r).room(Dumped.size(r, schemas) / 2)),
        PostgresNeeds.readable(
            "SELECT on everything that is dumped", r -> Dumped.permitted(r, schemas)));
  }

  @Override
  public Risk risk(State before, State after) {
    return Risk.REVERSIBLE;
  }

  /** That the file will be there is certain; how large it is turns out. */
  @Override
  public Trust trust() {
    return Trust.BOUNDED;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Observed<State> observe(PostgresReader system) {
    var file = file(system);
    var bytes = file.bytes();
    return new Observed<>(
        new State(bytes.map(_ -> fileName()), new Hint<>(bytes), new Hint<>(file.recordedHash())),
        "",
        bytes.isPresent()
            ? List.of()
            : List.of(
                "what is dumped takes %,d MiB in the database"
                    .formatted(Dumped.size(system, schemas) >> 20)));
  }

  @Override
  public State desired(State before) {
    return new State(Optional.of(fileName()), before.bytes(), before.sha256());
  }

  @Override
  public void write(Observed<State> from, State to, PostgresWriter system) {
    if (to.file().isPresent()) {
      programs(system).dump(file(system), schemas, dumpTimeout, lockTimeout);
    } else {
      file(system).keepAside();
    }
  }
}
