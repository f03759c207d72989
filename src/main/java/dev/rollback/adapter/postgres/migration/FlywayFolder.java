package dev.rollback.adapter.postgres.migration;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The scripts of a folder and the folders in it: {@code V4__keys.sql} and {@code U4__keys.sql}.
 *
 * @param migrations by their versions, in rising order
 * @param undos by the versions that they undo
 */
record FlywayFolder(
    Path folder, Map<FlywayVersion, Path> migrations, Map<FlywayVersion, Path> undos) {
  private static final Pattern NAME = Pattern.compile("([VU])(\\d+(?:[._]\\d+)*)__.*\\.sql");

  /**
   * Lists it.
   *
   * @throws SystemException when it cannot be listed, or two scripts are for one version
   */
  static FlywayFolder of(Path folder) {
    var migrations = new TreeMap<FlywayVersion, Path>();
    var undos = new TreeMap<FlywayVersion, Path>();
    for (var file : list(folder)) {
      var name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        add(name, file, name.group(1).equals("V") ? migrations : undos);
      }
    }
    return new FlywayFolder(folder, migrations, undos);
  }

  private static void add(Matcher name, Path file, Map<FlywayVersion, Path> all) {
    var other = all.put(FlywayVersion.of(name.group(2)), file);
    if (other != null) {
      throw SystemException.refused(
          "%s and %s are for the same version.".formatted(other, file),
          "Remove the one that is not meant.");
    }
  }

  private static List<Path> list(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw SystemException.refused(
          "The folder of the migrations %s cannot be listed: %s".formatted(folder, e.getMessage()),
          "Check `scripts` (a relative path starts at the folder of rollback.yaml), and that this"
              + " user may read it.",
          e);
    }
  }

  /** The text of a script. */
  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      throw SystemException.refused(file + " is no UTF-8.", "Convert the file.", e);
    } catch (IOException e) {
      throw SystemException.refused(
          "%s cannot be read: %s".formatted(file, e.getMessage()), "Check its permissions.", e);
    }
  }

  /** The number by which Flyway knows a script again: a CRC-32 of its lines, without line ends. */
  static int checksum(Path file) {
    var crc = new CRC32();
    for (var line : (Iterable<String>) read(file).lines()::iterator) {
      var text = line.startsWith("\uFEFF") ? line.substring(1) : line;
      crc.update(text.getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }

  /** Those of these migrations whose scripts are not what was applied. */
  List<FlywayHistory.Applied> changed(List<FlywayHistory.Applied> rows) {
    return rows.stream()
        .filter(
            row ->
                script(row)
                    .filter(file -> row.checksum().filter(c -> c != checksum(file)).isPresent())
                    .isPresent())
        .toList();
  }

  /** The applied migrations whose scripts are not here. */
  List<FlywayHistory.Applied> missing(FlywayHistory history) {
    return history.applied().stream()
        .filter(row -> row.type().equals("SQL") && script(row).isEmpty())
        .toList();
  }

  private Optional<Path> script(FlywayHistory.Applied row) {
    return row.version().map(migrations::get);
  }

  /** The migrations here that are not applied. */
  List<FlywayVersion> pending(FlywayHistory history) {
    var begun =
        history.applied().stream()
            .filter(FlywayHistory.Applied::baseline)
            .flatMap(a -> a.version().stream())
            .findFirst()
            .orElse(FlywayVersion.NONE);
    return migrations.keySet().stream()
        .filter(version -> !history.has(version) && version.compareTo(begun) > 0)
        .toList();
  }

  /**
   * The script that undoes a migration.
   *
   * @param placeholders what stands for {@code ${name}} in it
   */
  Script undo(FlywayVersion version, Map<String, String> placeholders) {
    var file = undos.get(version);
    if (file == null) {
      var name = Optional.ofNullable(migrations.get(version)).map(v -> " " + v.getFileName());
      throw SystemException.refused(
          "There is no script in %s that undoes V%s%s: U%s__….sql"
              .formatted(folder, version, name.orElse(""), version),
          "Write one and have it reviewed, or undo to a version from which there is a way.");
    }
    outside(file);
    var text = read(file);
    var filled = fill(file, text.startsWith("\uFEFF") ? text.substring(1) : text, placeholders);
    return Script.of(file.getFileName().toString(), filled);
  }

  /** Flyway's own file beside a script may say that it does not run in a transaction. */
  private static void outside(Path file) {
    var configuration = file.resolveSibling(file.getFileName() + ".conf");
    if (Files.exists(configuration)
        && read(configuration).lines().anyMatch(FlywayFolder::saysOutside)) {
      throw SystemException.refused(
          configuration + " says that its script does not run in a transaction.",
          "A script that fails halfway must be taken back whole, so this one is not run. Run it by"
              + " hand.");
    }
  }

  private static boolean saysOutside(String line) {
    return line.strip().matches("executeInTransaction\\s*=\\s*false");
  }

  private static String fill(Path file, String text, Map<String, String> placeholders) {
    var matcher = Pattern.compile("\\$\\{([^}]*)}").matcher(text);
    return matcher.replaceAll(
        found -> {
          var value = placeholders.get(found.group(1));
          if (value == null) {
            throw SystemException.refused(
                "%s has a placeholder %s, and no value for it is given."
                    .formatted(file, found.group()),
                "Give it under `placeholders:` (%s)."
                    .formatted(
                        placeholders.isEmpty()
                            ? "there is none"
                            : "there are "
                                + placeholders.keySet().stream()
                                    .sorted()
                                    .collect(Collectors.joining(", "))));
          }
          return Matcher.quoteReplacement(value);
        });
  }
}
