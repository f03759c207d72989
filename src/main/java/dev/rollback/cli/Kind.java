package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.approval.Explanation;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.PreflightResult;
import dev.rollback.report.CatalogJson;
import dev.rollback.report.ChecksReport;
import dev.rollback.report.CommandJson;
import dev.rollback.report.DrillResult;
import dev.rollback.report.DrillsText;
import dev.rollback.report.EventJson;
import dev.rollback.report.LintJson;
import dev.rollback.report.PinsText;
import dev.rollback.report.PlanJson;
import dev.rollback.report.PreflightJson;
import dev.rollback.report.Report;
import dev.rollback.report.RunJson;
import dev.rollback.report.RunsText;
import dev.rollback.report.ScenariosText;
import dev.rollback.report.TargetsText;
import dev.rollback.shape.CodecSchema;
import dev.rollback.shape.Names;
import dev.rollback.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said to programs: documents, and the lines of {@code --output jsonl}. Each says under
 * {@code kind} what it is, and has a schema by that name.
 */
enum Kind {
  /** What the last line of a command is, and the document of one that has nothing to show. */
  RESULT(CommandJson.Result.class),

  EVENT(EventJson.Form.class, Use.LINE),
  PROGRESS(CommandJson.Progress.class, Use.LINE),
  REQUIREMENT(PreflightResult.class, Use.LINE),
  DRILLED(DrillResult.class, Use.LINE),
  CHECKED(CheckResult.class, Use.LINE),
  SCENARIO(ScenariosText.Row.class, Use.LINE),
  RECORDED_RUN(RunsText.Row.class, Use.LINE),
  TARGET(TargetsText.Target.class, Use.LINE),
  FINDING(LintJson.Entry.class, Use.LINE),
  DUE_RUN(CommandJson.DueRun.class, Use.LINE),
  SCHEMA(CommandJson.Schema.class, Use.LINE),

  ACTION(CatalogJson.Entry.class),
  PLAN(PlanJson.Form.class),
  SAVED_PLAN(CommandJson.SavedPlan.class),
  PREFLIGHT(PreflightJson.Form.class, "results", REQUIREMENT),
  RUN(RunJson.Form.class),
  REPORT(Report.class),
  DRILL(DrillsText.Form.class, "drills", DRILLED),
  CHECKS(ChecksReport.Form.class, "checks", CHECKED),
  SCENARIOS(ScenariosText.Form.class, "scenarios", SCENARIO),
  RUNS(RunsText.Form.class, "runs", RECORDED_RUN),
  TARGETS(TargetsText.Form.class, "targets", TARGET),
  PINS(PinsText.Form.class),
  POLICY(Explanation.class),
  SOURCE(CommandJson.Source.class),
  APPROVAL(CommandJson.Approval.class),
  EVIDENCE_HEAD(CommandJson.Head.class),
  VERIFICATION(CommandJson.Verification.class),
  ACTIONS(CatalogJson.Form.class, "actions", ACTION),
  VALIDATION(CommandJson.Validation.class),
  LINT(LintJson.Form.class, "findings", FINDING),
  DUE(CommandJson.Due.class, "runs", DUE_RUN);

  /** The version of all of it: what is added to it does not count, what is changed does. */
  static final String FORMAT = "rollback-output/v1";

  /** Of a document that is a list: the key of the list, and what each of it is as a line. */
  record Items(String key, Kind kind) {}

  /** Where it is said. */
  enum Use {
    /** As the one document, or as a line before the end. */
    DOCUMENT,
    /** As a line alone. */
    LINE
  }

  private final Class<? extends Record> form;
  private final Use use;
  private final String key;
  private final Optional<Kind> item;

  Kind(Class<? extends Record> form) {
    this(form, Use.DOCUMENT, "", Optional.empty());
  }

  Kind(Class<? extends Record> form, Use use) {
    this(form, use, "", Optional.empty());
  }

  Kind(Class<? extends Record> form, String key, Kind item) {
    this(form, Use.DOCUMENT, key, Optional.of(item));
  }

  Kind(Class<? extends Record> form, Use use, String key, Optional<Kind> item) {
    this.form = form;
    this.use = use;
    this.key = key;
    this.item = item;
  }

  /** Of a document that is a list, what its lines are. */
  Optional<Items> items() {
    return item.map(kind -> new Items(key, kind));
  }

  /** The word under {@code kind}. */
  String word() {
    return Names.word(name());
  }

  /** An object of this kind, without what is in it. */
  ObjectNode head() {
    var head = JsonNodeFactory.instance.objectNode();
    fixed().forEach(head::put);
    return head;
  }

  private Map<String, String> fixed() {
    var fixed = new LinkedHashMap<String, String>();
    fixed.put("format", FORMAT);
    fixed.put("kind", word());
    return fixed;
  }

  /**
   * Its schema. How the command ended is in documents and in the last line; apart from that one it
   * is not required, since a document may also be a line before the end.
   */
  JsonNode schema() {
    var head = Shapes.ofRecord(AnswerHead.class);
    var content = this == EVENT ? EventJson.shape() : Shapes.ofRecord(form);
    return switch (use) {
      case LINE -> CodecSchema.of(fixed(), List.of(content));
      case DOCUMENT -> {
        var schema = CodecSchema.of(fixed(), List.of(head, content));
        if (this != RESULT) {
          schema.set("required", CodecSchema.of(fixed(), List.of(content)).path("required"));
        }
        yield schema;
      }
    };
  }
}
