package dev.rollback.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * The program as it is started: its classes in a jar, because the JVM archives none from
 * directories, and with the options that {@code scripts/rollback} gives.
 *
 * @param archive where the archive of loaded classes is, or is to be made: it makes a start cheap
 */
record Program(Path jar, Path archive) {
  private static final String MAIN = "dev.rollback.cli.Main";
  private static final Pattern TESTING =
      Pattern.compile(
          "^(junit|opentest4j|apiguardian|archunit|assertj|awaitility|hamcrest|testcontainers"
              + "|docker-java|jna|mockwebserver|kubernetes-server-mock|byte-buddy)");
  private static final List<String> OPTIONS =
      List.of(
          "-Xlog:disable",
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--sun-misc-unsafe-memory-access=allow");

  /** Packs the classes under test, from the class path of this process, into this directory. */
  static Program pack(Path directory) throws IOException {
    var entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    var jar = directory.toAbsolutePath().resolve("rollback.jar");
    var libraries = linked(entries, Files.createDirectory(jar.resolveSibling("lib")));
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest(libraries))) {
      for (var entry : entries.stream().filter(Files::isDirectory).toList()) {
        if (Files.exists(entry.resolve("dev/rollback/cli/Main.class"))) {
          add(entry, out);
        }
      }
    }
    return new Program(jar, directory.toAbsolutePath().resolve("rollback.jsa"));
  }

  /** Beside the jar: the archive knows no libraries elsewhere. */
  private static List<String> linked(List<Path> entries, Path directory) throws IOException {
    var names = new ArrayList<String>();
    for (var library : entries.stream().filter(Program::isShipped).toList()) {
      var link = directory.resolve(library.getFileName());
      Files.createSymbolicLink(link, library.toAbsolutePath());
      names.add("lib/" + link.getFileName());
    }
    return names;
  }

  /** What only tests need makes each start slower. */
  private static boolean isShipped(Path entry) {
    return Files.isRegularFile(entry) && !TESTING.matcher(entry.getFileName().toString()).find();
  }

  /** As that of the jar that is shipped: an option for native access would forbid the archive. */
  private static Manifest manifest(List<String> libraries) {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, MAIN);
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    return manifest;
  }

  private static void add(Path classes, JarOutputStream out) throws IOException {
    try (var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  /** Removes it, and leaves the libraries where they really are. */
  void delete() throws IOException {
    Files.deleteIfExists(archive);
    Files.delete(jar);
    var libraries = jar.resolveSibling("lib");
    try (var links = Files.list(libraries)) {
      for (var link : links.toList()) {
        Files.delete(link);
      }
    }
    Files.delete(libraries);
  }

  /** A command line that runs the program; it uses the archive if there is one. */
  List<String> command(List<String> words) {
    return command(
        Files.exists(archive) ? Optional.of("-XX:SharedArchiveFile=" + archive) : Optional.empty(),
        words);
  }

  /** A command line that runs the program once and leaves the archive of what it has loaded. */
  List<String> training(List<String> words) {
    return command(Optional.of("-XX:ArchiveClassesAtExit=" + archive), words);
  }

  private List<String> command(Optional<String> sharing, List<String> words) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    sharing.ifPresent(command::add);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(words);
    return command;
  }
}
