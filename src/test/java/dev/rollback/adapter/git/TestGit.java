package dev.rollback.adapter.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.adapter.git.repository.GitSettings;
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
public final class TestGit implements AutoCloseable {
  /** All of it. */
  public final Path folder;

  /** The remote. */
  public final Path bare;

  /** The user's. */
  public final Path clone;

  public final Path home;
  private final List<Connection<?, ?>> open = new ArrayList<>();

  /** The clone's remote {@code origin} is the bare repository's folder. */
  public TestGit(Path folder) {
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
  public Map<String, String> environment(String... more) {
    var environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", home.toString()));
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("TMPDIR", temporary().toString());
    for (var n = 0; n < more.length; n += 2) {
      environment.put(more[n], more[n + 1]);
    }
    return environment;
  }

  public Path temporary() {
    return folder.resolve("tmp");
  }

  public GitSettings settings() {
    return new GitSettings(clone.toString(), "origin", "main");
  }

  /** A new way to the remote; closed with this. */
  public Connection<GitReader, GitWriter> connect(String... environment) {
    return connect(settings(), environment);
  }

  public Connection<GitReader, GitWriter> connect(GitSettings settings, String... environment) {
    return connect(settings, Map.of(), environment);
  }

  public Connection<GitReader, GitWriter> connect(
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
  public String commit(String name) {
    write(clone.resolve(name), name + "\n");
    git(clone, "add", name);
    git(clone, "commit", "--quiet", "-m", name);
    return git(clone, "rev-parse", "HEAD");
  }

  /** Commits this text of a file, in the clone, and pushes it. */
  public String push(String file, String text) {
    var path = clone.resolve(file);
    make(Optional.ofNullable(path.getParent()).orElseThrow());
    write(path, text);
    git(clone, "add", "--all");
    git(clone, "commit", "--quiet", "-m", "Change " + file);
    git(clone, "push", "--quiet", "origin", "HEAD:main");
    return git(clone, "rev-parse", "HEAD");
  }

  /** Somebody else, with a clone of his own, commits a file and pushes it. */
  public void somebodyElsePushes(String branch, String file, String text) {
    var other = folder.resolve("somebody-else");
    if (!Files.isDirectory(other)) {
      git(folder, "clone", "--quiet", bare.toString(), other.toString());
    }
    git(other, "fetch", "--quiet", "origin");
    git(other, "checkout", "--quiet", "--detach", "origin/" + branch);
    write(other.resolve(file), text);
    git(other, "add", "--all");
    git(other, "commit", "--quiet", "-m", "Theirs: " + file);
    git(other, "push", "--quiet", "origin", "HEAD:refs/heads/" + branch);
  }

  /** From now on a line is written wherever a ref of the clone or the remote is moved. */
  public void countMoves() {
    var count = "[ \"$1\" = committed ] && sed 's/^/moved /' >> " + moves() + "; exit 0";
    hook("reference-transaction", count);
    script(clone.resolve(".git/hooks/reference-transaction"), count);
  }

  /** How many were moved. */
  public long countedMoves() {
    return Files.exists(moves()) ? read(moves()).lines().count() : 0;
  }

  private Path moves() {
    return folder.resolve("moves");
  }

  /** What a user or a server could see of both, with files instead of the ids of commits. */
  public Map<String, String> seen() {
    var seen = new TreeMap<String, String>();
    var trees = "--format=%(refname) %(tree)";
    seen.put("remote", git(bare, "for-each-ref", trees));
    seen.put("clone", git(clone, "for-each-ref", trees));
    seen.put("head", read(clone.resolve(".git/HEAD")));
    seen.put("status", git(clone, "status", "--porcelain"));
    seen.put("stash", git(clone, "stash", "list"));
    seen.put("log", git(clone, "reflog"));
    seen.put("config", read(clone.resolve(".git/config")));
    return seen;
  }

  /**
   * Makes a repository with a submodule of its own, and commits it as the submodule {@code
   * libs/sub} of the clone.
   *
   * @return the commit
   */
  public String pushSubmodule() {
    git(folder, "config", "--global", "protocol.file.allow", "always");
    var nested = library("nested");
    var sub = library("sub");
    git(sub, "submodule", "--quiet", "add", nested.toString(), "nested");
    git(sub, "commit", "--quiet", "-m", "Add nested");
    git(clone, "submodule", "--quiet", "add", sub.toString(), "libs/sub");
    var commit = push("uses-sub", "yes\n");
    git(clone, "submodule", "--quiet", "deinit", "--all", "--force");
    return commit;
  }

  private Path library(String name) {
    var library = folder.resolve(name);
    git(folder, "init", "--quiet", library.toString());
    write(library.resolve(name), name + "\n");
    git(library, "add", name);
    git(library, "commit", "--quiet", "-m", name);
    return library;
  }

  /** A program that may be started. */
  public static Path script(Path file, String text) {
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
  public String git(Path directory, String... arguments) {
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
  public static Map<String, String> bytes(Path root) {
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

  /** The same; of objects without times, which git renews when it would write one again. */
  public static Map<String, String> content(Path root) {
    var all = bytes(root);
    all.replaceAll((f, what) -> f.contains("objects/") ? what.replaceFirst("^\\S+ ", "") : what);
    return all;
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a file have this text. */
  public static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void make(Path directory) {
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
