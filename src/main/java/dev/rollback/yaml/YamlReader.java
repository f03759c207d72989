package dev.rollback.yaml;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document into a tree with positions. Anchors, aliases, tags and merge keys are
 * refused: a runbook says what it does where it does it, and nothing in it can grow.
 *
 * <p>The parser is snakeyaml-engine: it reads YAML 1.2 (SnakeYAML reads 1.1), gives every event an
 * exact start and end in code points, and is the parser of the Kubernetes client, so that no second
 * one is shipped for this. Only its events are used; its object construction is not.
 */
public final class YamlReader {
  /** The largest file that is read, in bytes; no runbook written by people comes near it. */
  public static final int LARGEST = 1 << 20;

  private YamlReader() {}

  /** Reads a file; its name in messages is the path as it is given here. */
  public static Checked<YamlNode> read(Path path) {
    return read(path, Path.of(""));
  }

  /** As {@link #read(Path)}, where relative paths start at this directory. */
  public static Checked<YamlNode> read(Path shown, Path directory) {
    var name = shown.toString();
    var path = directory.resolve(shown);
    try {
      if (Files.isDirectory(path)) {
        return refused(name + " is a directory", "Name a YAML file in it.");
      }
      if (Files.size(path) > LARGEST) {
        return tooLarge(name, Files.size(path) + " bytes");
      }
      try (var in = Files.newInputStream(path)) {
        var bytes = in.readNBytes(LARGEST + 1);
        return bytes.length > LARGEST
            ? tooLarge(name, "more than " + LARGEST + " bytes")
            : Utf8.decode(name, bytes).then(YamlReader::parse);
      }
    } catch (NoSuchFileException e) {
      return refused(
          "there is no file " + name,
          "Check the path; it is relative to the directory you are in.");
    } catch (AccessDeniedException e) {
      return refused("no permission to read " + name, "Let this user read the file.");
    } catch (IOException e) {
      return refused(name + " cannot be read: " + e.getMessage(), "Check the disk and the path.");
    }
  }

  /** Parses a text of at most {@link #LARGEST} units. */
  public static Checked<YamlNode> parse(SourceFile given) {
    if (given.text().length() > LARGEST) {
      return tooLarge(given.name(), given.text().length() + " characters");
    }
    var file =
        given.text().startsWith("\uFEFF")
            ? new SourceFile(given.name(), given.text().substring(1))
            : given;
    var positions = new Positions(file);
    var settings =
        LoadSettings.builder().setLabel(file.name()).setCodePointLimit(LARGEST + 1).build();
    var tree = new TreeBuilder(positions);
    try {
      return tree.build(new Parse(settings).parseString(file.text()).iterator());
    } catch (MarkedYamlEngineException e) {
      return tree.stopped(new SyntaxProblems(positions).explain(e));
    } catch (ReaderException e) {
      return tree.stopped(new SyntaxProblems(positions).explain(e));
    } catch (YamlEngineException e) {
      return tree.stopped(
          Diagnostic.error(positions.span(0, 0), "this is not YAML: " + e.getMessage()));
    }
  }

  private static Checked<YamlNode> tooLarge(String name, String size) {
    return refused(
        name + " is too large: " + size + ", and at most " + LARGEST + " bytes (1 MiB) are read",
        "Check that this is the file you meant.");
  }

  private static Checked<YamlNode> refused(String message, String advice) {
    return new Checked.Invalid<>(List.of(Diagnostic.error(message).advise(advice)));
  }
}
