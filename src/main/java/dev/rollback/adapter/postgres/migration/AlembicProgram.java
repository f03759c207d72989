package dev.rollback.adapter.postgres.migration;

import dev.rollback.adapter.postgres.ClientPrograms;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The alembic program in its offline mode: it prints the SQL of a downgrade and reaches no
 * database.
 *
 * @param program a name or a path
 * @param directory where the configuration is, as a runbook names it
 * @param configuration the name of its file there
 * @param environment what env.py needs
 */
record AlembicProgram(
    String program, String directory, String configuration, Map<String, String> environment) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern DIALECT = Pattern.compile("Context impl (\\w+)\\.");
  private static final String OURS = "PostgresqlImpl";

  /** Whether the program is there; empty when it is. */
  Optional<String> missing(ClientPrograms programs) {
    return programs.find(program).isPresent()
        ? Optional.empty()
        : Optional.of("There is no program " + program + " on this machine.");
  }

  /**
   * What leads from one revision down to another.
   *
   * @throws SystemException when it does not tell, or not for one transaction
   */
  Script downgrade(ClientPrograms programs, String from, String to, String versionTable) {
    var range = from + ":" + to;
    var answer = programs.run(call(programs, range));
    if (answer.exit() != 0) {
      throw failed(answer, range);
    }
    var dialect = DIALECT.matcher(answer.err());
    if (dialect.find() && !dialect.group(1).equals(OURS)) {
      throw SystemException.refused(
          "Alembic writes SQL for another kind of database here: " + dialect.group(1) + ".",
          "See sqlalchemy.url in %s: in offline mode it says which kind it is."
              .formatted(configuration));
    }
    var name = "alembic downgrade " + range;
    return Script.of(
        name, answer.out(), inOneTransaction(Statement.of(name, answer.out()), versionTable));
  }

  private ClientPrograms.Call call(ClientPrograms programs, String range) {
    var folder = programs.path(directory);
    if (!Files.isRegularFile(folder.resolve(configuration))) {
      throw SystemException.refused(
          "There is no %s in %s.".formatted(configuration, folder),
          "Check `directory` (a relative path starts at the folder of rollback.yaml) and"
              + " `config`.");
    }
    var all = new HashMap<>(environment);
    all.put("PYTHONDONTWRITEBYTECODE", "1"); // a preview leaves nothing beside the scripts
    all.put("PYTHONIOENCODING", "utf-8");
    return new ClientPrograms.Call(
        program, List.of("-c", configuration, "downgrade", range, "--sql"), all, folder, PATIENCE);
  }

  private SystemException failed(ClientPrograms.Answer answer, String range) {
    var said = answer.lastSaid();
    if (answer.err().contains("Traceback") && said.contains("NoneType")) {
      return SystemException.refused(
          "A migration in %s reads from the database while it runs, so its SQL cannot be told"
                  .formatted(range)
              + " beforehand%s: %s".formatted(where(answer), said),
          "Write its downgrade so that it works with `alembic downgrade %s --sql`, or run it by hand"
                  .formatted(range)
              + " without this step.");
    }
    return SystemException.refused(
        "alembic downgrade %s --sql failed%s: %s"
            .formatted(range, where(answer), said.isEmpty() ? "it says nothing" : said),
        "Run it by hand in the same folder, and see what it says. What env.py needs goes under"
            + " `environment`.");
  }

  /** The last place that a trace names. */
  private static String where(ClientPrograms.Answer answer) {
    return answer
        .err()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("File \""))
        .reduce((_, later) -> later)
        .map(line -> Path.of(line.replaceFirst("File \"", "").replaceFirst("\".*", "")))
        .map(file -> " (" + file.getFileName() + ")")
        .orElse("");
  }

  /**
   * The statements without the transactions around them, for they will all be in ours; and without
   * the removal of Alembic's own table, which it leaves when it runs online as well.
   */
  private static List<Statement> inOneTransaction(List<Statement> all, String versionTable) {
    var kept = new ArrayList<Statement>();
    var inside = false;
    for (var statement : all) {
      if (statement.begins("begin") || statement.begins("commit")) {
        inside = statement.begins("begin");
      } else if (!inside) {
        throw SystemException.refused(
            "A migration has a statement that is to run outside of a transaction: "
                + statement.label(),
            "A downgrade that fails halfway must be taken back whole, so this one is not run. Run"
                + " it by hand.");
      } else if (!drops(statement, versionTable)) {
        kept.add(statement);
      }
    }
    return kept;
  }

  private static boolean drops(Statement statement, String table) {
    return statement.begins("drop", "table") && statement.tokens().getLast().text().equals(table);
  }
}
