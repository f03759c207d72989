package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed for other programs is what those programs understand. */
class SchemaTest {
  private static final Path RUNBOOK = Path.of("runbooks/auth-failure.yaml");

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void start() {
    shell = new Shell(home);
  }

  @Test
  void theSchemaAcceptsARunbookThatValidateAccepts() throws IOException {
    assertThat(problems(Files.readString(RUNBOOK))).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatValidateRefuses() throws IOException {
    var text = Files.readString(RUNBOOK);

    assertThat(problems(text.replace("owner: identity-team\ncontacts", "contacts"))).isNotEmpty();
    assertThat(problems(text.replace("    temporary: run", "    temporry: run"))).isNotEmpty();
    assertThat(problems(text.replace("kubernetes.set-env", "kubernetes.setenv"))).isNotEmpty();
  }

  private List<String> problems(String runbook) throws IOException {
    var schema = shell.run("schema");
    assertThat(schema.exit()).as(schema.err()).isZero();
    var json = new ObjectMapper(new YAMLFactory()).readTree(runbook).toString();
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema.out())
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
