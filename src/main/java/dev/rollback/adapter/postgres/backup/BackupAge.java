package dev.rollback.adapter.postgres.backup;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code postgres.backup-age}: how old the newest backup is, and whether it can be read. */
@Doc(
    "Finds the newest file of a folder, and has pg_restore read its contents. That it can be"
        + " restored into a working database only a restore proves. No file is inconclusive.")
public record BackupAge(
    @Doc("The folder; a relative path starts at the folder of rollback.yaml.") String directory,
    @Doc("Which files: a glob of their names.") @Default("*.dump") String pattern,
    @Doc(
            "Whether the whole file is read and compared with its SHA-256, where one stands beside"
                + " it.")
        @Default("false")
        boolean checksum,
    @Doc("The folder of pg_restore; without it, it is looked for in PATH.")
        Optional<String> binaries)
    implements Check<BackupAge.Values, PostgresReader> {

  /** What was read. */
  @Doc("The newest backup.")
  public record Values(
      @Doc("Its file's name.") String file,
      @Doc("Hours since it was written, with a fraction.") double hours,
      @Doc("How many bytes it has.") long bytes,
      @Doc("Whether pg_restore reads its contents and, with `checksum`, its SHA-256 is right.")
          boolean verified,
      @Doc("Why it was not verified; empty where it was.") String problem,
      @Doc("How many things are in it, as pg_restore lists them.") long entries) {}

  @Override
  public Target target() {
    return Target.of("backups in " + directory);
  }

  @Override
  public List<Requirement<PostgresReader>> requirements() {
    return List.of(
        Requirement.apply(
            "pg_restore that is not older than the server",
            reader -> new DumpPrograms(reader, binaries).newEnough("pg_restore")));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty(); // how old it may be, the runbook must say
  }

  @Override
  public Reading<Values> read(PostgresReader system) {
    var folder = system.programs().path(directory);
    var newest = newest(folder);
    return newest.isEmpty()
        ? new Reading.Nothing<>("there is no file like %s in %s".formatted(pattern, folder))
        : new Reading.Values<>(values(newest.get(), system));
  }

  private record Candidate(Path file, FileTime written) {}

  private Optional<Candidate> newest(Path folder) {
    var newest = Optional.<Candidate>empty();
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      for (var file : files) {
        if (Files.isRegularFile(file)) {
          var candidate = new Candidate(file, Files.getLastModifiedTime(file));
          if (newest.filter(n -> n.written().compareTo(candidate.written()) >= 0).isEmpty()) {
            newest = Optional.of(candidate);
          }
        }
      }
      return newest;
    } catch (IOException e) {
      throw SystemException.refused(
          "The folder of the backups %s cannot be read: %s".formatted(folder, e),
          "Check `directory`, and that this user may read it.",
          e);
    }
  }

  private Values values(Candidate newest, PostgresReader system) {
    var age = Duration.between(newest.written().toInstant(), system.programs().now());
    var name = newest.file().getFileName().toString();
    try {
      var bytes = Files.size(newest.file());
      var hours = age.toMillis() / 3_600_000.0;
      try {
        var entries = new DumpPrograms(system, binaries).list(newest.file());
        var problem = wrongHash(new BackupFile(newest.file().resolveSibling(""), name));
        return new Values(name, hours, bytes, problem.isEmpty(), problem, entries);
      } catch (SystemException e) {
        return new Values(name, hours, bytes, false, e.problem(), 0);
      }
    } catch (IOException e) {
      throw SystemException.refused(
          "The backup %s cannot be read: %s".formatted(newest.file(), e),
          "Check its permissions and its disk.",
          e);
    }
  }

  private String wrongHash(BackupFile file) throws IOException {
    if (!checksum) {
      return "";
    }
    var recorded = file.recordedHash();
    if (recorded.isEmpty()) {
      return "no SHA-256 stands beside it";
    }
    return recorded.get().equals(BackupFile.hash(file.folder().resolve(file.name())))
        ? ""
        : "its SHA-256 is not the one that stands beside it";
  }
}
