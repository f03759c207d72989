package dev.rollback.adapter.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A bare repository with a branch, a clone of it, and the home of a user who has both; all in one
 * folder, and none of this machine's own settings.
 */
final class TestGit implements AutoCloseable {
  final Path folder;
  final Path bare;
  final Path clone;
  final Path home;
  private final List<Connection<?, ?>> open = new ArrayList<>();

  /** The clone's remote {@code origin} is the bare repository's folder. */
  TestGit(Path folder) {
    this.folder = folder;
    this.bare = folder.resolve("remote.git");
    this.clone = folder.resolve("clone");
    this.home = folder.resolve("home");
    make(home);
    make(temporary());
    write(
        home.resolve(".gitconfig"),
        "[user]\n\tname = Test\n\temail = test@localhost\n[init]\n\tdefaultBranch = main\n");
    git(folder, "init", "--quiet", "--bare", bare.toString());
    git(folder, "clone", "--quiet", bare.toString(), clone.toString());
    commit("one");
    git(clone, "push", "--quiet", "origin", "main");
  }

  /** What rollback would find in its environment. */
  Map<String, String> environment(String... more) {
    var environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", home.toString()));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("TMPDIR", temporary().toString());
    for (var n = 0; n < more.length; n += 2) {
      environment.put(more[n], more[n + 1]);
    }
    return environment;
  }

  Path temporary() {
    return folder.resolve("tmp");
  }

  GitSettings settings() {
    return new GitSettings(clone.toString(), "origin", "main");
  }

  /** A new way to the remote; closed with this. */
  Connection<GitReader, GitWriter> connect(String... environment) {
    return connect(settings(), environment);
  }

  Connection<GitReader, GitWriter> connect(GitSettings settings, String... environment) {
    return connect(settings, Map.of(), environment);
  }

  Connection<GitReader, GitWriter> connect(
      GitSettings settings, Map<String, String> pinned, String... environment) {
    var adapter = new GitAdapter(environment(environment), folder);
    var connection =
        adapter.connect(
            settings,
            new Pin(adapter.facts(), pinned, "rollback target pin production"),
            reference -> {
              throw new AssertionError("git keeps its own secrets, and asks for none of ours");
            });
    open.add(connection);
    return connection;
  }

  /** Commits a file of this name in the clone. */
  String commit(String name) {
    write(clone.resolve(name), name + "\n");
    git(clone, "add", name);
    git(clone, "commit", "--quiet", "-m", name);
    return git(clone, "rev-parse", "HEAD");
  }

  /** A program that may be started. */
  static Path script(Path file, String text) {
    make(Optional.ofNullable(file.getParent()).orElseThrow());
    write(file, "#!/bin/sh\n" + text + "\n");
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path hook(String name, String text) {
    return script(bare.resolve("hooks").resolve(name), text);
  }

  /** Runs git as the user would at a prompt; what it prints, without the last line break. */
  String git(Path directory, String... arguments) {
    var argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(arguments));
    try {
      var builder = new ProcessBuilder(argv).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment());
      builder.redirectErrorStream(true);
      var process = builder.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s: %s", argv, said).isZero();
      return said.stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Every file below, with the time of its last change and what is in it. */
  static Map<String, String> bytes(Path root) {
    var all = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (var file : files.toList()) {
        var name = root.relativize(file).toString();
        all.put(
            name,
            Files.isRegularFile(file)
                ? Files.getLastModifiedTime(file) + " " + digest(Files.readAllBytes(file))
                : "folder");
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    open.forEach(Connection::close);
  }
}
