package dev.rollback.adapter.postgres.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.postgres.InstalledPostgres;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code postgres.backup} writes and what it refuses, with an installed PostgreSQL. */
@Tag("lab")
class BackupTest {
  private static final String NAME = "grid-20261122T080000.000Z.dump";
  private static TestPostgres server;
  @TempDir private Path folder;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(
        InstalledPostgres.binaries().isPresent(), "no PostgreSQL is installed here");
    server = TestPostgres.installed();
    server.role("scram");
    server.sql(
        "CREATE TABLE users AS SELECT n AS id, 'name ' || n AS name FROM generate_series(1, 100) n",
        "CREATE SCHEMA \"a \"\" b\"",
        "CREATE TABLE \"a \"\" b\".c (i int)",
        "GRANT pg_read_all_data TO scram");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() {
    connection = server.connect("scram");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private Backup backup(Path where, String... schemas) {
    return backup(where, InstalledPostgres.binaries().map(Path::toString), schemas);
  }

  private Backup backup(Path where, Optional<String> binaries, String... schemas) {
    return new Backup(
        where.toString(),
        "grid",
        List.of(schemas),
        binaries,
        Duration.ofMinutes(1),
        Duration.ofMillis(300),
        new PlanTime(Instant.parse("2026-11-22T08:00:00Z")));
  }

  private void apply(Backup action) {
    var now = action.observe(connection.reader());
    action.write(now, action.desired(now.state()), connection.writer());
  }

  private SystemException refused(Backup action) throws IOException {
    var failure = catchThrowableOfType(SystemException.class, () -> apply(action));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).doesNotContain(TestPostgres.PASSWORD);
    assertThat(failure.advice()).isPresent();
    try (var files = Files.list(folder)) {
      assertThat(files).as("nothing is left behind").isEmpty();
    }
    return failure;
  }

  private Reading<BackupAge.Values> age(boolean checksum) {
    return new BackupAge(
            folder.toString(), "*.dump", checksum, InstalledPostgres.binaries().map(Path::toString))
        .read(connection.reader());
  }

  private static BackupAge.Values values(Reading<BackupAge.Values> reading) {
    return switch (reading) {
      case Reading.Values<BackupAge.Values>(var values) -> values;
      case Reading.Nothing<BackupAge.Values>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void theFileIsWholePrivateAndHasItsHash() throws IOException {
    apply(backup(folder));
    var file = folder.resolve(NAME);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, folder.resolve(NAME + ".sha256"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var now = backup(folder).observe(connection.reader()).state();
    assertThat(now.file()).contains(NAME);
    assertThat(now.bytes().value()).contains(Files.size(file));
    assertThat(now.sha256().value()).contains(BackupFile.hash(file));
    var read = values(age(true));
    assertThat(read.verified()).isTrue();
    assertThat(read.problem()).isEmpty();
    assertThat(read.entries()).isPositive();
    assertThat(read.hours()).isBetween(0.0, 0.1);
  }

  @Test
  void anUndoKeepsTheFileUnderAnotherName() throws IOException {
    for (var expected : List.of(NAME + ".kept", NAME + ".kept-2")) {
      apply(backup(folder));
      var size = Files.size(folder.resolve(NAME));
      var now = backup(folder).observe(connection.reader());
      var before = new Backup.State(Optional.empty(), now.state().bytes(), now.state().sha256());
      backup(folder).write(now, before, connection.writer());
      assertThat(folder.resolve(NAME)).doesNotExist();
      assertThat(folder.resolve(expected)).hasSize(size);
      assertThat(folder.resolve(expected + ".sha256")).content().contains(expected);
    }
  }

  @Test
  void oneSchemaWithAnyNameCanBeDumped() {
    apply(backup(folder, "a \" b"));
    assertThat(values(age(false)).entries()).isBetween(2L, 4L);
  }

  @Test
  void aSchemaThatIsNotThereIsNamed() throws IOException {
    assertThat(refused(backup(folder, "nowhere")).problem()).contains("no matching schemas");
  }

  @Test
  void aTableThatSomebodyHasLockedIsWaitedForNoLongerThanAllowed()
      throws IOException, SQLException {
    try (var other = server.admin()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
      assertThat(refused(backup(folder)).problem()).containsIgnoringCase("lock");
    }
  }

  @Test
  void aWrongPasswordIsTold() throws IOException {
    var action = backup(folder);
    var now = action.observe(connection.reader());
    server.sql("ALTER ROLE scram PASSWORD 'another'");
    try {
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () -> action.write(now, action.desired(now.state()), connection.writer()));
      assertThat(failure.problem()).contains("password authentication failed");
      assertThat(failure.problem()).doesNotContain(TestPostgres.PASSWORD);
    } finally {
      server.sql("ALTER ROLE scram PASSWORD '%s'".formatted(TestPostgres.PASSWORD));
    }
  }

  @Test
  void aFolderThatIsNotThereOrFullIsNamed() throws IOException {
    var nowhere = backup(folder.resolve("nowhere"));
    assertThat(refused(nowhere).problem()).contains("nowhere");
    assertThat(missing(nowhere)).anyMatch(why -> why.contains("no folder"));
    var file = new BackupFile(folder, NAME);
    assertThat(file.room(Long.MAX_VALUE)).isInstanceOf(Finding.Missing.class);
    assertThat(file.room(1)).isInstanceOf(Finding.Met.class);
  }

  private List<String> missing(Backup action) {
    return action.requirements().stream()
        .map(r -> r.probe().apply(connection.reader()))
        .filter(Finding.Missing.class::isInstance)
        .map(f -> ((Finding.Missing) f).why())
        .toList();
  }

  @Test
  void aMissingAndAnOlderProgramAreNamed() throws IOException {
    assertThat(missing(backup(folder, Optional.of("/nowhere"))))
        .contains("There is no program /nowhere/pg_dump on this machine.");
    var old = Files.createDirectory(folder.resolve("old"));
    for (var name : List.of("pg_dump", "pg_restore")) {
      Files.writeString(old.resolve(name), "#!/bin/sh\necho 'x (PostgreSQL) 9.6.24'\n", UTF_8);
      Files.setPosixFilePermissions(
          old.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(missing(backup(folder, Optional.of(old.toString()))))
        .hasSize(2)
        .allMatch(why -> why.contains("is of PostgreSQL 9") && why.contains("older client"));
  }

  @Test
  void aDumpThatCannotBeReadIsNotKept() throws IOException {
    var broken = Files.createTempDirectory("broken");
    for (var name : List.of("pg_dump", "pg_restore")) {
      var real = InstalledPostgres.binaries().orElseThrow().resolve(name);
      Files.writeString(
          broken.resolve(name),
          name.equals("pg_dump")
              ? """
              #!/bin/sh
              for a; do case $a in --file=*) echo half > "${a#--file=}";; esac; done
              """
              : "#!/bin/sh\nexec " + real + " \"$@\"\n",
          UTF_8);
      Files.setPosixFilePermissions(
          broken.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(refused(backup(folder, Optional.of(broken.toString()))).problem())
        .contains("cannot be restored from");
  }

  @Test
  void noBackupIsInconclusiveAndADamagedOneIsNotVerified() throws IOException {
    assertThat(age(false)).isInstanceOf(Reading.Nothing.class);
    apply(backup(folder));
    var bytes = Files.readAllBytes(folder.resolve(NAME));
    bytes[bytes.length - 1]++;
    Files.write(folder.resolve(NAME), bytes);
    assertThat(values(age(true)).problem()).contains("SHA-256 is not the one");
    Files.writeString(folder.resolve(NAME), "nothing of the kind", UTF_8);
    Files.setLastModifiedTime(
        folder.resolve(NAME), FileTime.from(Instant.now().minus(Duration.ofHours(3))));
    var old = values(age(false));
    assertThat(old.hours()).isBetween(2.9, 3.1);
    assertThat(old.verified()).isFalse();
    assertThat(old.problem()).contains("cannot be restored from");
  }

  @Test
  void thePasswordIsGivenOnTheInputAndStandsInNoArgumentAndNoEnvironment() throws IOException {
    var spy = Files.createTempDirectory("spy");
    var arguments = spy.resolve("arguments");
    var input = spy.resolve("input");
    Files.writeString(
        spy.resolve("pg_dump"),
        "#!/bin/sh\necho \"$@\" > %s\nenv >> %s\ncat > %s\nexit 1\n"
            .formatted(arguments, arguments, input),
        UTF_8);
    Files.setPosixFilePermissions(
        spy.resolve("pg_dump"), PosixFilePermissions.fromString("rwx------"));
    refused(backup(folder, Optional.of(spy.toString())));
    assertThat(Files.readAllLines(arguments, UTF_8))
        .contains("PGHOST=127.0.0.1")
        .noneMatch(line -> line.startsWith("ROLLBACK"))
        .noneMatch(line -> line.contains(TestPostgres.PASSWORD))
        .first()
        .asString()
        .contains("--format=custom", "--password");
    assertThat(input).hasContent(TestPostgres.PASSWORD);
  }

  @Test
  void aServerThatGoesLeavesNothingBehind() throws IOException {
    var action = backup(folder);
    var now = action.observe(connection.reader());
    connection.close();
    try (var nowhere =
        TestPostgres.connect(
            TestPostgres.settings(TestPostgres.url("127.0.0.1", 1), "scram"), "x")) {
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () -> action.write(now, action.desired(now.state()), nowhere.writer()));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(failure.problem()).contains("onnection", "refused");
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
