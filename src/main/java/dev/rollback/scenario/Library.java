package dev.rollback.scenario;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the runbooks are found that others call by their names. */
public interface Library {
  /** A library without runbooks. */
  Library EMPTY = (_, _) -> Optional.empty();

  /**
   * The runbook of this name, read as YAML; empty where there is none.
   *
   * @param caller the file of the runbook that calls it
   */
  Optional<Checked<YamlNode>> find(String name, SourceFile caller);

  /**
   * Files: beside the caller first, then in these directories.
   *
   * @param root where relative paths start
   */
  static Library files(Path root, List<Path> directories) {
    return (name, caller) ->
        Stream.concat(
                Stream.of(beside(caller, name)),
                directories.stream().map(d -> d.resolve(name + ".yaml")))
            .filter(file -> Files.isRegularFile(root.resolve(file)))
            .findFirst()
            .map(file -> YamlReader.read(file, root));
  }

  /** Texts that are kept somewhere else than in files: that beside the caller first. */
  static Library texts(List<SourceFile> files) {
    return (name, caller) ->
        files.stream()
            .filter(f -> f.name().equals(beside(caller, name).toString()))
            .findFirst()
            .or(() -> files.stream().filter(f -> isCalled(f, name)).findFirst())
            .map(YamlReader::parse);
  }

  private static boolean isCalled(SourceFile file, String name) {
    return name.equals(nameOf(file));
  }

  private static Path beside(SourceFile caller, String name) {
    return Path.of(caller.name()).resolveSibling(name + ".yaml");
  }

  /** What a scenario in this file is called. */
  static String nameOf(SourceFile file) {
    var name = file.name().substring(file.name().lastIndexOf('/') + 1);
    return name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name;
  }
}
