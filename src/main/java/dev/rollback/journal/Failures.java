package dev.rollback.journal;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What went wrong with a file, in words: what, which file, why, what to do next. */
final class Failures {
  private Failures() {}

  static SystemException failed(String what, Path file, IOException e) {
    return SystemException.refused(
        "cannot " + what + " " + file + ": " + reason(e),
        "Check the file system of "
            + Durable.parentOf(file)
            + " ("
            + free(file)
            + ") and the permissions, then try again.",
        e);
  }

  /** The system's own reason, without the path that the message names already. */
  static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "no such file";
      case java.nio.file.FileAlreadyExistsException _ -> "it exists already";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /** How much room is left where a file is, as well as that can be told. */
  static String free(Path file) {
    try {
      var near = Files.exists(file) ? file : Durable.parentOf(file);
      return Files.getFileStore(near).getUsableSpace() + " bytes free";
    } catch (IOException e) {
      return "free space unknown: " + reason(e);
    }
  }
}
