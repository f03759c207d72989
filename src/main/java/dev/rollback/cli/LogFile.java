package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The log of a run, beside its journal, for its owner alone. It is for whoever looks for a bug and
 * proves nothing, so that a run does not depend on it: where it cannot be written, that is said
 * once, and nothing more is written.
 */
final class LogFile implements LogSink.Lines, AutoCloseable {
  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final Consumer<List<Diagnostic>> told;
  private Optional<FileChannel> channel;
  private boolean said;

  private LogFile(Path path, Consumer<List<Diagnostic>> told) {
    this.path = path;
    this.told = told;
    this.channel = Optional.empty();
  }

  /**
   * Opens it at its end, and makes it where there is none.
   *
   * @param told that it cannot be written
   */
  static LogFile open(Path path, Consumer<List<Diagnostic>> told) {
    var file = new LogFile(path, told);
    try {
      var mode = PosixFilePermissions.fromString("rw-------");
      file.channel =
          Optional.of(FileChannel.open(path, APPEND, PosixFilePermissions.asFileAttribute(mode)));
    } catch (IOException | UnsupportedOperationException e) {
      file.giveUp(e);
    }
    return file;
  }

  @Override
  public synchronized void write(String text) {
    channel.ifPresent(
        open -> {
          try {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
              open.write(bytes);
            }
          } catch (IOException e) {
            giveUp(e);
          }
        });
  }

  private void giveUp(Exception why) {
    close();
    tell(why);
  }

  private void tell(Exception why) {
    if (said) {
      return;
    }
    said = true;
    told.accept(
        List.of(
            new Diagnostic(
                Diagnostic.Severity.WARNING,
                "the log %s is not written any more: %s".formatted(path, why),
                Optional.empty(),
                Optional.of(
                    "The run goes on, and its journal has all that counts. Look after the disk."))));
  }

  @Override
  public synchronized void close() {
    var open = channel;
    channel = Optional.empty();
    open.ifPresent(
        file -> {
          try {
            file.close();
          } catch (IOException e) {
            tell(e);
          }
        });
  }
}
