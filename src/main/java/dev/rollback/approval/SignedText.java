package dev.rollback.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An approval as a file carries it: a text and its signature. Nothing in it is believed before it
 * is verified.
 */
@Doc("An approval: a text and its signature.")
public record SignedText(
    @Doc("The format: rollback-approval-file/v1.") String format,
    @Doc("The text that was signed.") String text,
    @Doc("The signature, as `ssh-keygen -Y sign` made it.") String signature) {
  private static final String FORMAT = "rollback-approval-file/v1";
  private static final String ADVICE = "Name a file that `rollback approve` made.";

  /** One that is to be written. */
  public static SignedText of(String text, String signature) {
    return new SignedText(FORMAT, text, signature);
  }

  /**
   * Reads a file.
   *
   * @throws UserException when it is no approval
   */
  public static SignedText read(Path path) {
    try {
      var tree = new ObjectMapper().readTree(Files.readString(path));
      var read = Codec.of(SignedText.class).decode(tree);
      if (!read.format().equals(FORMAT)) {
        throw new UserException(
            "%s is in the format '%s', and this version reads %s"
                .formatted(path, read.format(), FORMAT),
            ADVICE);
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new UserException(path + " is no JSON: " + e.getOriginalMessage(), ADVICE);
    } catch (IllegalArgumentException e) {
      throw new UserException(path + " is no approval: " + e.getMessage(), ADVICE);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UserException("there is no file " + path, ADVICE);
    } catch (IOException e) {
      throw new UserException("cannot read " + path + ": " + e.getMessage(), ADVICE);
    }
  }
}
