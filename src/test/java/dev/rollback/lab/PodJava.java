package dev.rollback.lab;

import dev.rollback.sandbox.service.GridApi;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sample service's program in one directory, which pods mount beside the machine's Java. */
final class PodJava {
  /** Where pods find the directory. */
  static final String MOUNTED = "/app";

  private static final Pattern NEEDED =
      Pattern.compile(
          "(netty-(?!tcnative)|reactor-|reactive-|lettuce-|redis-authx|jackson-|postgresql-|slf4j-|logback-|jspecify-).*\\.jar");

  private PodJava() {}

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

  /** Copies the service and what it needs of this JVM's class path. */
  static void copyTo(Path directory) throws IOException {
    var classes = Files.createDirectories(directory.resolve("classes"));
    var lib = Files.createDirectories(directory.resolve("lib"));
    Files.writeString(classes.resolve("logback.xml"), LOGGING);
    var own = ownCode();
    if (Files.isDirectory(own)) {
      copyClasses(own, classes);
    } else {
      copyInto(lib, own);
    }
    for (var entry : classPath()) {
      if (NEEDED.matcher(entry.getFileName().toString()).matches()) {
        copyInto(lib, entry);
      }
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

  private static void copyInto(Path directory, Path file) throws IOException {
    Files.copy(file, directory.resolve(file.getFileName()));
  }

  /** Surefire keeps the class path of a forked JVM in a property of its own. */
  private static List<Path> classPath() {
    var path =
        Optional.ofNullable(System.getProperty("surefire.test.class.path"))
            .orElse(System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator)).map(Path::of).filter(Files::exists).toList();
  }

  private static void copyClasses(Path from, Path to) throws IOException {
    var service = from.resolve("dev/rollback/sandbox");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(service)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (var file : files) {
      var target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  /** A small JVM that starts fast and runs the service. */
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        MOUNTED + "/classes:" + MOUNTED + "/lib/*",
        GridApi.class.getName());
  }
}
