package dev.rollback.lab;

import java.io.File;
import java.io.IOException;
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

  /** Copies what the service needs of this JVM's class path. */
  static void copyTo(Path directory) throws IOException {
    for (var entry : classPath()) {
      if (Files.isDirectory(entry)) {
        copyClasses(entry, directory.resolve("classes"));
      } else if (NEEDED.matcher(entry.getFileName().toString()).matches()) {
        Files.createDirectories(directory.resolve("lib"));
        Files.copy(entry, directory.resolve("lib").resolve(entry.getFileName()));
      }
    }
    Files.writeString(directory.resolve("classes").resolve("logback.xml"), LOGGING);
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
    if (!Files.isDirectory(service)) {
      return;
    }
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

  /** A small JVM that starts fast. */
  static List<String> command(Class<?> main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        MOUNTED + "/classes:" + MOUNTED + "/lib/*",
        main.getName());
  }
}
