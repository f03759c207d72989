package dev.rollback.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.PlanDigest;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/** When a runbook was drilled last, and how that ended: a small file beside the runbook. */
@Doc("When a runbook was drilled last, and how that ended.")
public record DrillRecord(
    @Doc("The format: rollback-drill/v1.") String format,
    @Doc("The scenario's name.") String scenario,
    @Doc("SHA-256 of the runbook's text.") String runbook,
    @Doc("When the drill ended.") Instant at,
    @Doc("What was broken.") String fault,
    @Doc("Whether it was healed.") boolean healed,
    @Doc("The version of rollback.") String version) {
  private static final String FORMAT = "rollback-drill/v1";

  /** Of a drill that has just ended. */
  public static DrillRecord of(
      String scenario, String text, Instant at, String fault, boolean healed, String version) {
    return new DrillRecord(FORMAT, scenario, PlanDigest.ofText(text), at, fault, healed, version);
  }

  /** Where the record of a runbook is: {@code auth-failure.drill.json} beside it. */
  public static Path beside(Path runbook) {
    var name = String.valueOf(runbook.getFileName()).replaceFirst("\\.ya?ml$", "");
    return runbook.resolveSibling(name + ".drill.json");
  }

  /** Whether it is of this text. */
  public boolean isOf(String text) {
    return runbook.equals(PlanDigest.ofText(text));
  }

  /** Writes it over an earlier one; whoever reads meanwhile reads one of the two. */
  public void write(Path path) {
    var part = path.resolveSibling(path.getFileName() + ".part");
    try {
      Files.writeString(part, Codec.of(DrillRecord.class).encode(this).toPrettyString() + "\n");
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw SystemException.refused(
          "the drill cannot be recorded in " + path + ": " + e.getMessage(),
          "Make the directory of the runbooks writable, or leave --record out.",
          e);
    }
  }

  /**
   * Reads the record of a runbook; empty where there is none.
   *
   * @throws UserException when it is no record
   */
  public static Optional<DrillRecord> read(Path path) {
    try {
      var read =
          Codec.of(DrillRecord.class).decode(new ObjectMapper().readTree(Files.readString(path)));
      if (!read.format().equals(FORMAT)) {
        throw new IllegalArgumentException("its format is " + read.format());
      }
      return Optional.of(read);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw unusable(path, e.getOriginalMessage());
    } catch (IllegalArgumentException | IOException e) {
      throw unusable(path, String.valueOf(e.getMessage()));
    }
  }

  private static UserException unusable(Path path, String why) {
    return new UserException(
        path + " is no record of a drill: " + why, "Drill again: `rollback drill NAME --record`.");
  }
}
