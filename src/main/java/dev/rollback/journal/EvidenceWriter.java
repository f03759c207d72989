package dev.rollback.journal;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.BlobRef;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Iterator;
import java.util.stream.Stream;

/** Writes one file of evidence: lines of UTF-8, each with a line feed at its end. */
final class EvidenceWriter {
  private EvidenceWriter() {}

  /** Keeps the lines; nothing of the file stays when that fails. */
  static BlobRef write(Path file, Stream<String> lines) {
    return WholeFile.write(
        file, "keep evidence in", (stream, part) -> fill(stream, part, file, lines.iterator()));
  }

  private static BlobRef fill(
      FileOutputStream stream, Path part, Path file, Iterator<String> lines) {
    var digest = Sha256.digest();
    var count = 0L;
    var bytes = 0L;
    try {
      var out = new BufferedOutputStream(new DigestOutputStream(stream, digest), BlobWriter.BUFFER);
      while (lines.hasNext()) {
        var line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line);
        bytes += line.length;
        count++;
      }
      out.flush();
      stream.getFD().sync();
    } catch (IOException e) {
      throw full(part, bytes, e);
    }
    return new BlobRef(file.getFileName().toString(), Sha256.hex(digest), count, bytes);
  }

  private static SystemException full(Path part, long bytes, IOException e) {
    return SystemException.refused(
        "cannot keep evidence in %s: %s; it needs more than %d bytes, %s"
            .formatted(part, Failures.reason(e), bytes, Failures.free(part)),
        "Free space for " + Durable.parentOf(part) + ", then try again.",
        e);
  }
}
