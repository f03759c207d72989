package dev.rollback.lab;

import dev.rollback.sandbox.service.GridApi;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sample service's program in one directory, which pods mount beside the machine's Java: its
 * classes in a jar, the libraries, and an archive of what the JVM loads of them, with which a pod
 * serves after a third of the time. It is made once for the same program, and kept until the next
 * {@code mvn clean}.
 */
final class PodJava {
  /** Where pods find the directory. */
  static final String MOUNTED = "/app";

  private static final Path KEPT = Path.of("target", "lab-pods");
  private static final String OWN = "grid.jar";
  private static final String ARCHIVE = "grid.aot";

  /** What both of its lives must be given alike: the archive is of a JVM of this kind. */
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Pattern NEEDED =
      Pattern.compile(
          "(netty-(?!tcnative)|reactor-|reactive-|lettuce-|redis-authx|jackson-|postgresql-|slf4j-|logback-|jspecify-).*\\.jar");

  /** What the service logs is seen by {@code kubectl logs}. */
  private static final String LOGGING =
      """
      <configuration>
        <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="OUT"/></root>
      </configuration>
      """;

  private PodJava() {}

  /** Runs the service once from its program, as customers use it, and ends it. */
  interface Training {
    /**
     * Returns when it has ended.
     *
     * @param command the program with its arguments
     */
    void run(List<String> command) throws IOException;
  }

  /**
   * The directory, which is made if there is none of this program yet.
   *
   * @param training shows the JVM what a pod loads
   */
  static Path directory(Training training) throws IOException {
    var wanted = KEPT.toAbsolutePath().resolve(key());
    if (!Files.isDirectory(wanted)) {
      Files.createDirectories(wanted.getParent());
      var made = Files.createTempDirectory(wanted.getParent(), "new-");
      copyTo(made);
      training.run(java(made.toString(), "-XX:AOTCacheOutput=" + made.resolve(ARCHIVE)));
      if (!Files.exists(made.resolve(ARCHIVE))) {
        throw new IOException("no archive was made in " + made);
      }
      keep(made, wanted);
    }
    return wanted;
  }

  /** Another JVM may have been faster; its directory is as good. */
  private static void keep(Path made, Path wanted) throws IOException {
    try {
      Files.move(made, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    }
  }

  /** The command of a pod: a small JVM that starts fast and runs the service. */
  static List<String> command() {
    return java(MOUNTED, "-XX:AOTCache=" + MOUNTED + "/" + ARCHIVE);
  }

  /** The archive is for these jars in this order, in whatever directory. */
  private static List<String> java(String directory, String archive) {
    var path =
        Stream.concat(
                Stream.of(directory + "/" + OWN),
                libraries().stream().map(lib -> directory + "/lib/" + lib.getFileName()))
            .collect(Collectors.joining(File.pathSeparator));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(List.of(archive, "-cp", path, GridApi.class.getName()));
    return command;
  }

  private static void copyTo(Path directory) throws IOException {
    var settings = Files.createDirectories(directory.resolve("settings"));
    Files.writeString(settings.resolve("logback.xml"), LOGGING);
    var jar = directory.resolve(OWN).toString();
    var own = ownCode();
    if (Files.isDirectory(own)) {
      jar("--create", "--file", jar, "-C", own.toString(), "dev/rollback/sandbox");
    } else {
      Files.copy(own, directory.resolve(OWN));
    }
    jar("--update", "--file", jar, "-C", settings.toString(), "logback.xml");
    var lib = Files.createDirectories(directory.resolve("lib"));
    for (var entry : libraries()) {
      Files.copy(entry, lib.resolve(entry.getFileName()));
    }
  }

  private static void jar(String... arguments) throws IOException {
    var tool = ToolProvider.findFirst("jar").orElseThrow();
    var said = new StringWriter();
    var out = new PrintWriter(said);
    if (tool.run(out, out, arguments) != 0) {
      throw new IOException("the jar could not be made: " + said);
    }
  }

  /** The classes of the build, or the jar that was made of them. */
  private static Path ownCode() {
    try {
      return Path.of(GridApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Surefire keeps the class path of a forked JVM in a property of its own. */
  private static List<Path> libraries() {
    var path =
        Optional.ofNullable(System.getProperty("surefire.test.class.path"))
            .orElse(System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> NEEDED.matcher(entry.getFileName().toString()).matches())
        .filter(Files::exists)
        .toList();
  }

  /** The same for the same files and the same Java. */
  private static String key() throws IOException {
    var own = ownCode();
    var all = new ArrayList<>(libraries());
    if (Files.isDirectory(own)) {
      try (var files = Files.walk(own.resolve("dev/rollback/sandbox"))) {
        files.filter(Files::isRegularFile).sorted().forEach(all::add);
      }
    } else {
      all.add(own);
    }
    var text =
        new StringBuilder(System.getProperty("java.vm.version")).append(LOGGING).append(SMALL);
    for (var file : all) {
      text.append('\n').append(file).append(' ').append(Files.size(file)).append(' ');
      text.append(Files.getLastModifiedTime(file));
    }
    return sha256(text.toString()).substring(0, 16);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
