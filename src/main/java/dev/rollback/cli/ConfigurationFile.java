package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.target.SafeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Writes rollback.yaml. */
final class ConfigurationFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigurationFile() {}

  /**
   * Puts another text in the place of the one that was read.
   *
   * @throws SystemException when the file is another one by now, or cannot be written
   */
  static void write(Workspace.Configured configured, String text) {
    var mark = marked(configured) ? BYTE_ORDER_MARK : "";
    SafeFile.replace(
        configured.path(),
        (mark + configured.source().text()).getBytes(StandardCharsets.UTF_8),
        (mark + text).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean marked(Workspace.Configured configured) {
    try {
      return Files.readString(configured.path()).startsWith(BYTE_ORDER_MARK);
    } catch (IOException e) {
      throw SystemException.refused(
          configured.file() + " cannot be read again: " + e.getMessage() + ".",
          "Nothing was written.",
          e);
    }
  }
}
