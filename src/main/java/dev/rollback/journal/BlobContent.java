package dev.rollback.journal;

import dev.rollback.action.Content;
import dev.rollback.run.BlobRef;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A blob that was found intact, read from the disk each time. */
final class BlobContent implements Content {
  private static final Pattern NAME =
      Pattern.compile("\\d+-([A-Za-z0-9._-]+\\.blob|evidence-[A-Za-z0-9._-]+)");

  private final Path file;
  private final BlobRef ref;
  private final long seq;

  private BlobContent(Path file, BlobRef ref, long seq) {
    this.file = file;
    this.ref = ref;
    this.seq = seq;
  }

  /**
   * The content of a blob, checked to its last byte.
   *
   * @param seq the entry that refers to it, to name in a damage
   * @throws dev.rollback.diagnostic.SystemException naming the damage
   */
  static Content open(Path directory, BlobRef ref, long seq) {
    var damage = check(directory, ref, seq);
    if (damage.isPresent()) {
      throw damage.get().refusal();
    }
    return new BlobContent(directory.resolve(ref.file()), ref, seq);
  }

  /** What is wrong with a blob; every byte of it is read. */
  static Optional<JournalDamage> check(Path directory, BlobRef ref, long seq) {
    if (!NAME.matcher(ref.file()).matches()) {
      return Optional.of(
          new JournalDamage.NotAnEntry(
              directory.resolve(JournalStore.JOURNAL), seq, "no name of a blob: " + ref.file()));
    }
    var file = directory.resolve(ref.file());
    try {
      if (!Files.exists(file)) {
        return Optional.of(new JournalDamage.BlobMissing(file, seq));
      }
      var length = Files.size(file);
      if (length != ref.bytes()) {
        return Optional.of(
            new JournalDamage.BlobDamaged(file, seq, length + " bytes instead of " + ref.bytes()));
      }
      var sha256 = hash(file);
      return sha256.equals(ref.sha256())
          ? Optional.empty()
          : Optional.of(
              new JournalDamage.BlobDamaged(
                  file, seq, "SHA-256 " + sha256 + " instead of " + ref.sha256()));
    } catch (IOException e) {
      throw Failures.failed("read the saved content", file, e);
    }
  }

  private static String hash(Path file) throws IOException {
    var digest = Sha256.digest();
    var buffer = new byte[BlobWriter.BUFFER];
    try (var in = new FileInputStream(file.toFile())) {
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return Sha256.hex(digest);
  }

  @Override
  public long entries() {
    return ref.entries();
  }

  @Override
  public void forEach(Consumer<byte[]> entry) {
    try (var in = stream()) {
      if (!Arrays.equals(
          in.readNBytes(BlobWriter.MAGIC.length()),
          BlobWriter.MAGIC.getBytes(StandardCharsets.US_ASCII))) {
        throw damaged("no blob of a format that this version knows").refusal();
      }
      for (var n = 0L; n < ref.entries(); n++) {
        entry.accept(next(in));
      }
    } catch (EOFException | FileNotFoundException e) {
      throw damaged("cut off while it was read").refusal();
    } catch (IOException e) {
      throw Failures.failed("read the saved content", file, e);
    }
  }

  private DataInputStream stream() throws IOException {
    return new DataInputStream(
        new BufferedInputStream(new FileInputStream(file.toFile()), BlobWriter.BUFFER));
  }

  /** The whole was found intact before, so what is wrong here was changed since. */
  private byte[] next(DataInputStream in) throws IOException {
    var length = in.readInt();
    if (length < 0 || length > BlobWriter.LONGEST) {
      throw damaged("changed while it was read").refusal();
    }
    var bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private JournalDamage damaged(String why) {
    return new JournalDamage.BlobDamaged(file, seq, why);
  }
}
