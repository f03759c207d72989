package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.git.GitAdapter;
import dev.rollback.adapter.git.TestGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the subjects on git share: a bare repository, and a clone of it. */
abstract class GitSubject implements Subject {
  private final Path folder = folder();
  private final TestGit git = new TestGit(folder);
  private final Connection<?, ?> connection = git.connect();

  GitSubject() {
    git.countMoves();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("rollback-fidelity-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final TestGit git() {
    return git;
  }

  @Override
  public final Workbench workbench() {
    return new Workbench(
        List.of(new GitAdapter(git.environment(), folder)), Map.of("git", connection));
  }

  @Override
  public long writes() {
    return git.countedMoves();
  }

  @Override
  public Object snapshot() {
    return git.seen();
  }

  @Override
  public final void close() {
    git.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
