package dev.rollback.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyFileTest {
  @TempDir private Path directory = Path.of("");

  private SealingKeyFile file() {
    return new SealingKeyFile(() -> directory.resolve("keys/sealing.key"), new SecureRandom());
  }

  @Test
  void isMadeOnceAndForItsOwnerAlone() throws Exception {
    var key = file().read();

    assertThat(key).hasSize(44).isEqualTo(file().read());
    var made = directory.resolve("keys/sealing.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void whoMakesItAtTheSameTimeGetsTheSame() throws Exception {
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> read = () -> file().read();
      var keys = many.invokeAll(IntStream.range(0, 16).mapToObj(_ -> read).toList());
      assertThat(keys.stream().map(key -> key.resultNow()).distinct()).hasSize(1);
    }
    try (var files = Files.list(directory.resolve("keys"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void oneThatOthersCanReadIsRefused() throws Exception {
    var _ = file().read();
    var made = directory.resolve("keys/sealing.key");
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> file().read())
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("is open to others");
  }

  @Test
  void whereNoneCanBeMadeItSaysSo() throws Exception {
    Files.writeString(directory.resolve("keys"), "a file");
    assertThatThrownBy(() -> file().read())
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("cannot be used");
  }
}
