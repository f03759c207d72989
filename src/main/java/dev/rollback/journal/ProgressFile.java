package dev.rollback.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.run.StepProgress;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Redaction;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * How far the steps in hand have come, in a file beside the journal, for whoever watches. It is no
 * part of the record: it is written over again and again, never synced, and proves nothing.
 */
public final class ProgressFile {
  static final String NAME = "progress.json";
  private static final int FORMAT = 1;

  /** A check may read a whole page; what is longer is not worth writing twice a second. */
  private static final int LONGEST = 64 * 1024;

  private final Path path;
  private final Path part;
  private final Codec<Form> codec = Codec.of(Form.class);
  private final Redaction redaction;

  ProgressFile(Path directory, Redactor redactor) {
    this.path = directory.resolve(NAME);
    this.part = directory.resolve(NAME + WholeFile.PART);
    this.redaction = new Redaction(redactor, codec.shape());
  }

  /** What stands in the file. */
  record Form(
      @Doc("The version of this form.") int format,
      @Doc("The steps in hand.") List<StepProgress> steps) {}

  /**
   * Takes the place of what was said before, at once for every reader.
   *
   * @throws IOException when that cannot be written; what was said before may stay then
   */
  public void write(List<StepProgress> steps) throws IOException {
    var text = redaction.apply(codec.encode(new Form(FORMAT, steps))).toString();
    if (text.length() > LONGEST) {
      remove();
      return;
    }
    Files.deleteIfExists(part); // of a process that died
    Durable.createFile(part);
    try {
      try (var out = new FileOutputStream(part.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Nothing is said any more; without an effect where nothing was.
   *
   * @throws IOException when the file cannot be removed
   */
  public void remove() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(part);
  }

  /**
   * What was said last; nothing where there is no file, or none of this form.
   *
   * @throws IOException when there is one that cannot be read
   */
  public List<StepProgress> read() throws IOException {
    try {
      var form = codec.decode(new ObjectMapper().readTree(Files.readAllBytes(path)));
      return form.format() == FORMAT ? form.steps() : List.of();
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return List.of(); // nobody has said anything, or somebody of another version
    }
  }
}
