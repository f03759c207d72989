package dev.rollback.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files as texts, byte by byte readable for a search of UTF-8. */
public final class Texts {
  private Texts() {}

  /** All files in these folders, or these files. */
  public static Map<String, String> of(List<Path> roots) {
    var all = new TreeMap<String, String>();
    for (var root : roots) {
      try (var files = Files.walk(root)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          all.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }
}
