package dev.rollback.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("rollback.yaml"), "old");
  }

  private void replace(Path path, String seen) {
    SafeFile.replace(path, seen.getBytes(UTF_8), "new".getBytes(UTF_8));
  }

  @Test
  void contentChangesAndPermissionsStay() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    replace(file, "old");
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aLinkGoesOnLeadingToIt() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("link.yaml"), file);
    replace(link, "old");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void whatSomebodyElseHasWrittenStays() throws IOException {
    assertThatThrownBy(() -> replace(file, "older"))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("changed by somebody else");
    assertThat(file).hasContent("old");
    try (var all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void aFileThatIsGoneIsSaidToBe() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> replace(file, "old"))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("cannot be replaced");
  }
}
