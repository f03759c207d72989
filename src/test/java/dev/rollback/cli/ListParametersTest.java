package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that are lists: what may stand in the file. */
class ListParametersTest {
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(home.resolve("runbooks"));
    shell = new Shell(home);
  }

  private Shell.Result validate(String type, String written) throws IOException {
    Files.writeString(
        home.resolve("runbooks/lists.yaml"),
        """
        apiVersion: rollback/v1
        scenario: lists
        title: Some commits
        owner: platform-team
        parameters:
          commits:
            type: %s
            default: %s
            description: Some commits.
        steps:
          - id: revert
            action: git.revert
            with: {commits: "${commits}"}
        after:
          - check: git.clean
        """
            .formatted(type, written));
    return shell.run("validate", "lists");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"daf8663000000000000000000000000000000000\", \"0ff1345000000000000000000000000000000000\"]",
        "[]"
      })
  void textsInQuotesAreAList(String written) throws IOException {
    var result = validate("list", written);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[75432000]", "[1e10]", "abc", "[\"a,b\"]", "[\" \"]", "[[a]]", "{a: b}"})
  void anythingElseIsRefusedWithItsRemedy(String written) throws IOException {
    var result = validate("list", written);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("the default must be a list of texts")
        .contains("with quotes, and no comma in an item");
  }

  @Test
  void aListIsNoText() throws IOException {
    assertThat(validate("string", "[\"a\"]").err())
        .contains("the default must be a text")
        .contains("type: list")
        .contains("'commits' must be a list, but the parameter 'commits' is text");
  }
}
