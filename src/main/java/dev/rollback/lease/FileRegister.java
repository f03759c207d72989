package dev.rollback.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Claim;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A register in a file, for a target that has no place of its own: it holds on this machine. */
public final class FileRegister implements Register {
  private static final Codec<Claim> CODEC = Codec.of(Claim.class);

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();

  /** In this file, whose directory is there; beside it, two more are made of the same name. */
  public FileRegister(Path file) {
    this.file = file;
  }

  @Override
  public String where() {
    return file + " (on this machine alone: no system of the target has a place for it)";
  }

  @Override
  public Optional<Claim> read() {
    try {
      return Optional.of(CODEC.decode(json.readTree(Files.readAllBytes(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw SystemException.refused(
          file + " does not say who moves the target: " + e.getMessage(),
          "If no run is under way on this target, delete the file.",
          e);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public boolean replace(Optional<Claim> seen, Claim next) {
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    synchronized (FileRegister.class) { // an operating system's lock is held by the whole process
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!read().equals(seen)) {
          return false;
        }
        write(next);
        return true;
      } catch (IOException e) {
        throw failed("write", e);
      }
    }
  }

  private void write(Claim next) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, json.writeValueAsBytes(CODEC.encode(next)));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private SystemException failed(String what, IOException e) {
    return SystemException.refused(
        "cannot %s %s: %s".formatted(what, file, e),
        "It says which run moves the target; mend that, and start again.",
        e);
  }

  @Override
  public boolean remembers() {
    return true;
  }
}
