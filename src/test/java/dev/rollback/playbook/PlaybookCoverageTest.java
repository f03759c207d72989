package dev.rollback.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.lint.Rule;
import dev.rollback.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every row of the two playbooks is carried by something that is there: {@code
 * docs/playbook-coverage.md} names it, and it is looked up in the runbook.
 */
class PlaybookCoverageTest {
  private static final Path COVERAGE = Path.of("docs/playbook-coverage.md");
  private static final Path ROWS = Path.of("src/test/resources/playbook/rows.tsv");
  private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");
  private static final int CELLS = 5;

  private final Map<Path, RunbookParts> read = new HashMap<>();

  /** A row of a playbook: its lines, and what stands in them. */
  private record Row(String playbook, String lines, String item) {
    @Override
    public String toString() {
      return playbook + lines + " " + item;
    }
  }

  /** What carries a row. */
  private record Carrier(Row row, String file, String kind, String name) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(ROWS).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(cells -> new Row(cells[0], cells[1], cells[2]))
        .toList();
  }

  private static List<Carrier> carriers() throws IOException {
    var carriers = new ArrayList<Carrier>();
    var playbook = "";
    for (var line : Files.readAllLines(COVERAGE)) {
      if (line.startsWith("## ")) {
        playbook = line.substring(3, 4);
      } else if (line.startsWith("| ")
          && !line.startsWith("| Lines")
          && !line.startsWith("| ---")) {
        var cells = cells(line);
        assertThat(cells).as(line).hasSize(CELLS);
        carriers.add(
            new Carrier(
                new Row(playbook, cells.get(0), cells.get(1)),
                cells.get(2),
                cells.get(3),
                cells.get(4)));
      }
    }
    return carriers;
  }

  private static List<String> cells(String line) {
    var cells = CELL.split(line.strip().substring(1));
    return Arrays.stream(cells).map(String::strip).toList();
  }

  @Test
  void everyRowIsCarriedBySomething() throws IOException {
    var carried = new LinkedHashSet<Row>();
    carriers().forEach(c -> carried.add(c.row()));
    assertThat(rows()).hasSizeGreaterThan(100);
    assertThat(rows().stream().filter(row -> !carried.contains(row)))
        .as("rows that nothing carries")
        .isEmpty();
    assertThat(carried.stream().filter(row -> !written(row)))
        .as("rows that are in no playbook")
        .isEmpty();
  }

  private static boolean written(Row row) {
    try {
      return rows().contains(row);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatCarriesARowIsThere() throws IOException {
    assertThat(carriers().stream().flatMap(c -> missing(c).stream())).isEmpty();
  }

  /** The look-up itself: a name that is not there is found out, of whatever kind. */
  @ParameterizedTest
  @CsvSource({
    "runbooks/auth-failure.yaml,step,fallback-auth,true",
    "runbooks/auth-failure.yaml,step,fallback,false",
    "runbooks/auth-failure.yaml,gate,fallback-auth,false",
    "runbooks/auth-failure.yaml,evidence,login,true",
    "runbooks/auth-failure.yaml,after,Nobody gets in without credentials,true",
    "runbooks/auth-failure.yaml,before,Nobody gets in without credentials,false",
    "runbooks/auth-failure.yaml,metadata,contacts.on-call,true",
    "runbooks/auth-failure.yaml,metadata,contacts.nobody,false",
    "runbooks/auth-failure.yaml,secret,login,false",
    "runbooks/no-such-runbook.yaml,step,fallback-auth,false",
    "docs/lint.md,lint,no-gate,true",
    "docs/lint.md,lint,no-such-rule,false",
    "docs/running.md,text,## Undo,true",
    "docs/running.md,text,## No such heading,false",
    "src/test/java/dev/rollback/playbook/PlaybookCoverageTest.java,test,"
        + "everyRowIsCarriedBySomething,true",
    "src/test/java/dev/rollback/playbook/PlaybookCoverageTest.java,test,noSuchTest,false",
  })
  void aCarrierThatIsNotThereIsFound(String file, String kind, String name, boolean there) {
    var carrier = new Carrier(new Row("A", "1", "a row"), file, kind, name);
    assertThat(missing(carrier).isEmpty()).isEqualTo(there);
  }

  /** What is wrong with a carrier; empty where it is there. */
  private Optional<String> missing(Carrier carrier) {
    var file = Path.of(carrier.file());
    if (!Files.isRegularFile(file)) {
      return Optional.of("%s: there is no file %s".formatted(carrier.row(), carrier.file()));
    }
    var there =
        switch (carrier.kind()) {
          case "lint" -> rules().anyMatch(carrier.name()::equals);
          case "text" -> text(file).contains(carrier.name());
          case "test" -> text(file).contains(" void " + carrier.name() + "(");
          default -> parts(file).has(carrier.kind(), unescaped(carrier.name()));
        };
    return there
        ? Optional.empty()
        : Optional.of(
            "%s: %s has no %s '%s'"
                .formatted(carrier.row(), carrier.file(), carrier.kind(), carrier.name()));
  }

  private static Stream<String> rules() {
    return Arrays.stream(Rule.values()).map(Rule::id);
  }

  /** As it stands in the runbook: a bar is escaped in a table. */
  private static String unescaped(String cell) {
    return cell.replace("\\|", "|");
  }

  private RunbookParts parts(Path runbook) {
    return read.computeIfAbsent(runbook, r -> new RunbookParts(YamlReader.read(r).orThrow()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A runbook that carries nothing would be of no playbook. */
  @Test
  void everyRunbookCarriesSomething() throws IOException {
    Set<String> named = new LinkedHashSet<>();
    carriers().forEach(c -> named.add(c.file()));
    try (var runbooks = Files.list(Path.of("runbooks"))) {
      assertThat(runbooks.filter(f -> f.toString().endsWith(".yaml")).map(Path::toString))
          .isSubsetOf(named);
    }
  }
}
