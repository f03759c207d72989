package dev.rollback.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A plan in a file: the plan and its digest, so that a change of either is noticed. */
final class PlanFile {
  private static final String FORMAT = "rollback-plan/v1";

  private PlanFile() {}

  /** Writes a new file that only its owner can read. */
  static void write(Path path, Plan plan) {
    var document =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("digest", PlanDigest.of(plan));
    document.set("plan", Codec.of(Plan.class).encode(plan));
    try (var channel =
        Files.newByteChannel(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(
          java.nio.ByteBuffer.wrap(
              (Output.pretty(document) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw SystemException.refused(path + " is already there", "Choose another name.", e);
    } catch (IOException e) {
      throw SystemException.refused(
          "cannot write " + path + ": " + e.getMessage(), "Choose another place.", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UserException when it is no plan, or not the plan that was written
   */
  static Plan read(Path path) {
    try {
      var document = new ObjectMapper().readTree(Files.readString(path));
      if (!FORMAT.equals(document.path("format").asText())) {
        throw new UserException(path + " is no plan of this version", "Make one: `rollback plan`.");
      }
      var plan = Codec.of(Plan.class).decode(document.path("plan"));
      if (!PlanDigest.of(plan).equals(document.path("digest").asText())) {
        throw new UserException(
            path + " was changed after it was made: its digest is of another plan",
            "Make a new one: `rollback plan`.");
      }
      return plan;
    } catch (JsonProcessingException e) {
      throw new UserException(
          path + " is no JSON: " + e.getOriginalMessage(), "Make a new one: `rollback plan`.");
    } catch (IllegalArgumentException e) {
      throw new UserException(
          path + " is no plan of this version: " + e.getMessage(),
          "Make a new one: `rollback plan`.");
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UserException(
          "there is no file " + path, "Name a file that `rollback plan -o` made.");
    } catch (IOException e) {
      throw new UserException(
          "cannot read " + path + ": " + e.getMessage(),
          "Name a file that `rollback plan -o` made.");
    }
  }
}
