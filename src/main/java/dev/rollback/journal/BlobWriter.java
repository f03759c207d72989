package dev.rollback.journal;

import dev.rollback.action.Content;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.BlobRef;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes one blob: {@value #MAGIC}, then for each entry its length (4 bytes, big endian) and its
 * bytes. It has its final name only once it is complete and on disk.
 */
final class BlobWriter implements Content.Sink {
  static final String MAGIC = "rollback-blob 1\n";

  /** The longest string that Redis has. */
  static final int LONGEST = 512 * 1024 * 1024;

  static final int BUFFER = 64 * 1024;

  private final Path part;
  private final OutputStream out;
  private final MessageDigest digest = Sha256.digest();
  private long entries;
  private long bytes;
  private Optional<SystemException> failure = Optional.empty();
  private boolean complete;

  private BlobWriter(Path part, FileOutputStream file) {
    this.part = part;
    this.out = new BufferedOutputStream(new DigestOutputStream(file, digest), BUFFER);
  }

  /** Keeps what {@code content} puts, as {@code file}; nothing of it stays when that fails. */
  static BlobRef write(Path file, Consumer<Content.Sink> content) {
    return WholeFile.write(
        file,
        "keep the state before in",
        (stream, part) -> {
          var writer = new BlobWriter(part, stream);
          writer.begin();
          content.accept(writer);
          return writer.finish(stream, file.getFileName().toString());
        });
  }

  private void begin() {
    write(MAGIC.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  /** Synchronized, so that entries that come from several threads stay whole. */
  @Override
  public synchronized void put(byte[] entry) {
    if (complete) {
      throw new IllegalStateException("the content is complete: its writer has returned");
    }
    failure.ifPresent(
        f -> {
          throw f;
        });
    if (entry.length > LONGEST) {
      throw fail(
          SystemException.refused(
              "an entry of " + entry.length + " bytes is too long to be kept in " + part,
              "Entries may have " + LONGEST + " bytes; exclude this one from the step."));
    }
    write(lengthOf(entry));
    write(entry);
    entries++;
  }

  private static byte[] lengthOf(byte[] entry) {
    return java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(entry.length).array();
  }

  private void write(byte[] data) {
    try {
      out.write(data);
      bytes += data.length;
    } catch (IOException e) {
      throw fail(full(data.length, e));
    }
  }

  private SystemException full(long more, IOException e) {
    return SystemException.refused(
        "cannot keep the state before in %s: %s; it needs more than %d bytes, %s"
            .formatted(part, Failures.reason(e), bytes + more, Failures.free(part)),
        "Nothing was changed for it. Free space for "
            + Durable.parentOf(part)
            + ", then try again.",
        e);
  }

  /** Remembered, in case the caller's own code catches it and goes on. */
  private SystemException fail(SystemException e) {
    failure = Optional.of(e);
    return e;
  }

  private synchronized BlobRef finish(FileOutputStream stream, String name) {
    complete = true;
    failure.ifPresent(
        f -> {
          throw f;
        });
    try {
      out.flush();
      stream.getFD().sync();
    } catch (IOException e) {
      throw full(0, e);
    }
    return new BlobRef(name, Sha256.hex(digest), entries, bytes);
  }
}
