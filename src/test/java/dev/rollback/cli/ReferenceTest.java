package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.report.CatalogMarkdown;
import dev.rollback.report.RunbookMarkdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference in docs/reference is what this program would write; -Dgolden.update=true does. */
class ReferenceTest {
  private static final Path FOLDER = Path.of("docs/reference");

  @Test
  void theReferenceIsWhatTheProgramSaysOfItself() throws IOException {
    var pages = pages();
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      for (var page : pages.entrySet()) {
        Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
      }
    }
    assertThat(committed())
        .as("docs/reference; write it anew with -Dgolden.update=true -Dtest=ReferenceTest")
        .isEqualTo(pages);
  }

  private static Map<String, String> pages() {
    var catalog = Catalogs.of(Map.of(), Path.of(""));
    var pages = new TreeMap<String, String>();
    pages.put(
        "index.md",
        CatalogMarkdown.index(catalog)
            + "\nFor the rest of a runbook see [the keys of a runbook](runbook-keys.md); for editors"
            + " and programs there are JSON Schemas, which `rollback schema` prints: of\n"
            + schemas());
    pages.put("runbook-keys.md", RunbookMarkdown.page());
    for (var name : SchemaCommand.names()) {
      pages.put(name + ".schema.json", Output.pretty(SchemaCommand.schema(name, catalog)) + "\n");
    }
    catalog.adapters().forEach(a -> pages.put(a.system() + ".md", CatalogMarkdown.system(a)));
    return pages;
  }

  private static String schemas() {
    return SchemaCommand.names().stream()
        .map(name -> "[%s](%s.schema.json)".formatted(name, name))
        .collect(Collectors.joining(", ", "", ".\n"));
  }

  private static Map<String, String> committed() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.collect(
          Collectors.toMap(
              f -> f.getFileName().toString(), ReferenceTest::text, (a, _) -> a, TreeMap::new));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
