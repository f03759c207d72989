package dev.rollback.adapter.postgres.backup;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.postgres.ClientPrograms;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.Sql;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code pg_dump} and {@code pg_restore} of this machine, for the database of a connection. */
final class DumpPrograms {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Duration ASKING = Duration.ofSeconds(20);
  private static final Duration LISTING = Duration.ofMinutes(5);

  private final PostgresReader system;
  private final Optional<String> binaries;

  DumpPrograms(PostgresReader system, Optional<String> binaries) {
    this.system = system;
    this.binaries = binaries;
  }

  private String program(String name) {
    return binaries.map(folder -> Path.of(folder, name).toString()).orElse(name);
  }

  /** Whether a program is there and as new as the server. */
  Finding newEnough(String name) {
    if (system.programs().find(program(name)).isEmpty()) {
      return new Finding.Missing(
          "There is no program %s on this machine.".formatted(program(name)),
          "Install PostgreSQL's client programs (Debian: postgresql-client), or give their folder"
              + " as `binaries`.");
    }
    var server = system.server().version();
    var said = system.programs().run(call(name, List.of("--version"), ASKING));
    var version = VERSION.matcher(said.out());
    if (!version.find()) {
      return new Finding.Missing(
          "%s does not tell its version: %s".formatted(program(name), said.complaint()),
          "Run it by hand.");
    }
    return Integer.parseInt(version.group(1)) >= major(server)
        ? new Finding.Met()
        : new Finding.Missing(
            "%s is of PostgreSQL %s, and the server is %s; an older client does not know all that a"
                    .formatted(program(name), version.group(1), server)
                + " newer server has.",
            "Install the client programs of PostgreSQL %d or later, or give their folder as"
                    .formatted(major(server))
                + " `binaries`.");
  }

  private static int major(String version) {
    return Integer.parseInt(version.replaceFirst("\\D.*", ""));
  }

  private ClientPrograms.Call call(String name, List<String> arguments, Duration patience) {
    return new ClientPrograms.Call(
        program(name), arguments, Map.of(), system.programs().path(""), patience);
  }

  /**
   * Dumps into a file that has its name only once it is whole, verified and safely on disk.
   *
   * @throws SystemException with no effect but perhaps a part that is overwritten next time
   */
  void dump(BackupFile file, List<String> schemas, Duration patience, Duration lockTimeout) {
    file.begin();
    try {
      var arguments = new ArrayList<String>();
      arguments.add("--format=custom");
      var way = system.programs().toDatabase();
      arguments.addAll(way.arguments());
      arguments.add("--lock-wait-timeout=" + lockTimeout.toMillis());
      schemas.forEach(schema -> arguments.add("--schema=" + Sql.quoted(schema)));
      arguments.add("--file=" + file.partial());
      var answer =
          system
              .programs()
              .run(
                  new ClientPrograms.Call(
                      program("pg_dump"),
                      arguments,
                      way.environment(),
                      way.input(),
                      system.programs().path(""),
                      patience));
      if (answer.exit() != 0) {
        throw system.refusal(
            "could not be dumped: " + answer.complaint(),
            "pg_dump says why. Nothing was kept of it.");
      }
      list(file.partial());
      file.finish();
    } catch (SystemException e) {
      file.discard();
      throw e;
    }
  }

  /**
   * How many things the dump has, as pg_restore lists them.
   *
   * @throws SystemException when it cannot be read as a dump
   */
  long list(Path dump) {
    var answer =
        system.programs().run(call("pg_restore", List.of("--list", dump.toString()), LISTING));
    if (answer.exit() != 0) {
      throw SystemException.refused(
          "%s cannot be restored from: %s".formatted(dump, answer.complaint()),
          "See whether the disk was full, and make another backup.");
    }
    return answer.out().lines().filter(line -> !line.isBlank() && !line.startsWith(";")).count();
  }
}
