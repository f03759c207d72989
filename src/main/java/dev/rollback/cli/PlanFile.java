package dev.rollback.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.shape.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A plan in a file: the plan and its digest, so that a change of either is noticed.
 *
 * @param run the run that the plan was exported from; empty for one that is to be applied
 */
record PlanFile(Plan plan, String digest, Optional<String> run) {
  private static final String FORMAT = "rollback-plan/v2";
  private static final String ANY_FORMAT = "rollback-plan/";
  private static final String AGAIN = "Make a new one: `rollback plan NAME -o FILE`.";

  /** Of a plan that is to be applied. */
  static PlanFile of(Plan plan) {
    return new PlanFile(plan, PlanDigest.of(plan), Optional.empty());
  }

  /** Of the plan of a run, for those who are to approve what is left of it. */
  static PlanFile ofRun(Plan plan, String digest, String run) {
    return new PlanFile(plan, digest, Optional.of(run));
  }

  /**
   * Writes a new file that only its owner can read.
   *
   * @throws SystemException when there is such a file already, it cannot be written, or it would
   *     hold a secret
   */
  void write(Path path, Redactor redactor) {
    var document =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("version", Version.text())
            .put("digest", digest);
    run.ifPresent(id -> document.put("run", id));
    document.set("plan", Codec.of(Plan.class).encode(plan));
    var text = Output.pretty(document) + "\n";
    if (!redactor.redact(text).equals(text)) {
      throw SystemException.refused(
          "the plan holds the value of a secret in clear text, so it is not written to " + path,
          "Look for it in the runbook and its parameters, and refer to it instead: {secret:"
              + " NAME}.");
    }
    NewFile.write(path, text);
  }

  /**
   * Reads a file.
   *
   * @throws UserException when it is no plan, or not the plan that was written
   */
  static PlanFile read(Path path) {
    var document = document(path);
    var version = document.path("version").asText("an earlier version");
    requireFormat(path, document.path("format").asText(), version);
    try {
      var plan = Codec.of(Plan.class).decode(document.path("plan"));
      var digest = document.path("digest").asText();
      if (!PlanDigest.of(plan).equals(digest) || !consistent(plan)) {
        throw changed(path, version);
      }
      return new PlanFile(
          plan, digest, Optional.ofNullable(document.get("run")).map(JsonNode::asText));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "%s is damaged: %s%s".formatted(path, e.getMessage(), madeBy(version)), AGAIN);
    }
  }

  /** Whether a file seems to be meant as a plan, whatever its state. */
  static boolean isMeantBy(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(64), java.nio.charset.StandardCharsets.ISO_8859_1)
          .stripLeading()
          .startsWith("{");
    } catch (IOException e) {
      return false; // whoever reads it next says why
    }
  }

  private static JsonNode document(Path path) {
    try {
      var document = new ObjectMapper().readTree(Files.readString(path));
      if (!document.isObject()) {
        throw new UserException(path + " is no plan: it holds no JSON object", AGAIN);
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new UserException(path + " is no JSON: " + e.getOriginalMessage(), AGAIN);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new UserException(path + " is no plan: it is not text in UTF-8", AGAIN);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UserException(
          "there is no file " + path, "Name a file that `rollback plan -o` made.");
    } catch (IOException e) {
      throw new UserException(
          "cannot read " + path + ": " + e.getMessage(),
          "Name a file that `rollback plan -o` made.");
    }
  }

  private static void requireFormat(Path path, String format, String version) {
    if (format.equals(FORMAT)) {
      return;
    }
    if (format.startsWith(ANY_FORMAT)) {
      throw new UserException(
          "%s is in the format %s, made by rollback %s; this is %s, which reads %s"
              .formatted(path, format, version, Version.text(), FORMAT),
          "Use the version that made it, or make a new one: `rollback plan NAME -o FILE`.");
    }
    throw new UserException(path + " is no saved plan", AGAIN);
  }

  /** The digests that stand in the plan are those of what stands in it. */
  private static boolean consistent(Plan plan) {
    return plan.saved()
        .map(
            s ->
                s.runbook().equals(PlanDigest.ofText(plan.text()))
                    && s.states().equals(PlanDigest.ofStates(plan)))
        .orElse(true);
  }

  private static UserException changed(Path path, String version) {
    return new UserException(
        "%s was changed after it was made: its digest is of another plan%s"
            .formatted(path, madeBy(version)),
        AGAIN);
  }

  /** Another version may read the same text as another plan. */
  private static String madeBy(String version) {
    return version.equals(Version.text())
        ? ""
        : " (or rollback %s, which made it, reads it otherwise than this one, %s)"
            .formatted(version, Version.text());
  }
}
