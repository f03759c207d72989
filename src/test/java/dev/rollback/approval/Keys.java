package dev.rollback.approval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys of persons, made by ssh-keygen. */
public final class Keys {
  private final Path directory;

  /** In this directory. */
  public Keys(Path directory) {
    this.directory = directory;
  }

  /** The private key of a person, made when it is first asked for. */
  public Path of(String person) {
    return of(person, "");
  }

  /** The same, with a passphrase. */
  public Path of(String person, String passphrase) {
    var file = directory.resolve(person);
    if (!Files.exists(file)) {
      run("-q", "-t", "ed25519", "-N", passphrase, "-C", person, "-f", file.toString());
    }
    return file;
  }

  /** The public key, one line. */
  public String line(String person) {
    try {
      return Files.readString(Path.of(of(person) + ".pub")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A signature for any namespace. */
  public String sign(String person, String namespace, String text) {
    try {
      var file = Files.createTempFile(directory, "text", "");
      Files.writeString(file, text);
      run("-q", "-Y", "sign", "-f", of(person).toString(), "-n", namespace, file.toString());
      return Files.readString(Path.of(file + ".sig"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A program that finds its programs where everybody does. */
  public static SshKeygen keygen() {
    return new SshKeygen(Map.of("PATH", "/usr/bin:/bin"));
  }

  private static void run(String... arguments) {
    try {
      var argv = new ArrayList<>(List.of("ssh-keygen"));
      argv.addAll(List.of(arguments));
      var process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(argv + ": " + said);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
