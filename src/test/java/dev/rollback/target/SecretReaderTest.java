package dev.rollback.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {
  @TempDir private Path directory = Path.of("");
  private final Redactor redactor = new Redactor();
  private SecretReader reader = reader(Path.of(""));

  @BeforeEach
  void read() throws Exception {
    Files.writeString(directory.resolve("pg"), "from a file\n");
    reader = reader(directory);
  }

  private SecretReader reader(Path where) {
    return new SecretReader(
        Map.of("PASSWORD", "from the environment", "PIN", "123", "ALTERED", "schl\uFFFD\uFFFDssel"),
        where,
        Map.of("postgres", new SecretRef.File("pg"), "loop", new SecretRef.Named("postgres")),
        key -> Sensitive.of("from " + key.name() + "/" + key.key()),
        new SecretReader.Sealing(
            Optional.empty(),
            new SealingKeyFile(() -> where.resolve("keys/key"), new SecureRandom())),
        redactor);
  }

  @Test
  void readsFromWhereTheReferenceSays() {
    assertThat(reader.read(new SecretRef.Env("PASSWORD")).reveal())
        .isEqualTo("from the environment");
    assertThat(reader.read(new SecretRef.File("pg")).reveal()).isEqualTo("from a file");
    assertThat(reader.read(new SecretRef.Command(List.of("echo", "from a command"))).reveal())
        .isEqualTo("from a command");
    assertThat(reader.read(new SecretRef.Named("postgres")).reveal()).isEqualTo("from a file");
    var inCluster = new SecretRef.Kubernetes(new SecretRef.SecretKey("grid", "password"));
    assertThat(reader.read(inCluster).reveal()).isEqualTo("from grid/password");
  }

  @Test
  void whatWasReadIsMaskedFromThenOn() {
    assertThat(redactor.redact("it is: from a file")).isEqualTo("it is: from a file");
    var _ = reader.read(new SecretRef.File("pg"));
    assertThat(redactor.redact("it is: from a file, ZnJvbSBhIGZpbGU=, from+a+file"))
        .isEqualTo("it is: ***, ***, ***");
  }

  @Test
  void whatCannotBeReadIsSaidWithItsPlaceAndNeverWithItsValue() {
    assertThatThrownBy(() -> reader.read(new SecretRef.Env("PASSWROD")))
        .isInstanceOf(SystemException.class)
        .hasMessage("the environment variable PASSWROD is not set");
    assertThatThrownBy(() -> reader.read(new SecretRef.Env("PIN")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("PIN holds a secret of fewer than 4 characters")
        .hasMessageNotContaining("123");
    assertThatThrownBy(() -> reader.read(new SecretRef.Env("ALTERED")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("ALTERED has characters that the locale of this process cannot read")
        .hasMessageNotContaining("schl");
    assertThatThrownBy(() -> reader.read(new SecretRef.File("missing")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("missing cannot be read: there is no such file");
    assertThatThrownBy(() -> reader.read(new SecretRef.Command(List.of("false"))))
        .isInstanceOf(SystemException.class)
        .hasMessage("false ended with exit code 1");
    assertThatThrownBy(() -> reader.read(new SecretRef.Command(List.of("no-such-program"))))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("the secret's command cannot be run");
    assertThatThrownBy(() -> reader.read(new SecretRef.Named("postgers")))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> assertThat(e.advice()).contains("Did you mean 'postgres'?"));
    assertThatThrownBy(() -> reader.read(new SecretRef.Named("loop")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("refers to another name");
  }
}
