package dev.rollback.sandbox.git;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A commit that is to be made.
 *
 * @param author a name; the address is made of it
 * @param message subject, and body if there is one
 * @param files whole files by path, as they are afterwards; what is not named stays as it is
 */
public record SourceCommit(Instant at, String author, String message, Map<String, String> files) {
  /** Sorts the files, so that the same commit always has the same id. */
  public SourceCommit {
    files = new TreeMap<>(files);
  }

  /**
   * As {@code git fast-import} reads it.
   *
   * @param ref the branch, as {@code refs/heads/main}
   * @param from the line that says on what it stands; empty when the stream has said it
   */
  String stream(String ref, String from) {
    var text = new StringBuilder();
    text.append("commit ").append(ref).append('\n');
    text.append(
        "committer %s <%s@grid.example> %d +0000\n"
            .formatted(author, author.toLowerCase(java.util.Locale.ROOT), at.getEpochSecond()));
    data(text, message + "\n");
    text.append(from);
    files.forEach(
        (path, content) -> {
          text.append("M 100644 inline ").append(path).append('\n');
          data(text, content);
        });
    return text.append('\n').toString();
  }

  private static void data(StringBuilder text, String content) {
    text.append("data ")
        .append(content.getBytes(StandardCharsets.UTF_8).length)
        .append('\n')
        .append(content)
        .append('\n');
  }
}
