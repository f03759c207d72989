package dev.rollback.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rollback.console.LiveRegion;
import dev.rollback.console.LiveView;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.DiagnosticText;
import dev.rollback.report.Layout;
import dev.rollback.report.RunText;
import dev.rollback.report.Style;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunState;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a command says: text for people, or a document or lines for programs, never both. */
final class Output {
  /** What is said. */
  enum Form {
    /** Text, for people. */
    TEXT,
    /** A JSON document, for programs. */
    JSON,
    /** A JSON object a line, as it happens. */
    JSONL,
    /** A Markdown document, for a pull request, a ticket or a chat. */
    MARKDOWN
  }

  private final World world;
  private final Form form;
  private final Layout layout;
  private final Answer answer;
  private final boolean live;

  /** Text, whatever the command line says: for a part of a command that nobody reads at once. */
  static Output text(World world, CommonOptions options) {
    return new Output(world, options, Form.TEXT);
  }

  /** What the option `--output` says. */
  static Form form(CommonOptions options) {
    return switch (options.form()) {
      case text -> Form.TEXT;
      case json -> Form.JSON;
      case jsonl -> Form.JSONL;
    };
  }

  /** The same of what is said to programs. */
  static Answer.Form answerForm(OutputChoice.Form form) {
    return switch (form) {
      case text -> Answer.Form.NONE;
      case json -> Answer.Form.DOCUMENT;
      case jsonl -> Answer.Form.LINES;
    };
  }

  Output(World world, CommonOptions options, Form form) {
    this.world = world;
    this.form = form;
    this.live = form == Form.TEXT && options.live(world.environment());
    var colour =
        switch (options.colour()) {
          case auto -> world.console().colour();
          case always -> true;
          case never -> false;
        };
    this.layout =
        new Layout(
            world.console().width(), colour ? Style.ANSI : Style.PLAIN, world.clock().getZone());
    this.answer =
        new Answer(
            world.console(),
            switch (form) {
              case TEXT, MARKDOWN -> Answer.Form.NONE;
              case JSON -> Answer.Form.DOCUMENT;
              case JSONL -> Answer.Form.LINES;
            });
  }

  /** Whether programs read it. */
  boolean forPrograms() {
    return form == Form.JSON || form == Form.JSONL;
  }

  Layout layout() {
    return layout;
  }

  /** A line for people. */
  void line(String text) {
    if (form == Form.TEXT) {
      world.console().print(text);
    }
  }

  /** A text for people, which ends with a line break of its own. */
  void text(String text) {
    line(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
  }

  /** What is said to programs. */
  Answer answer() {
    return answer;
  }

  /** A line for people, which programs are told as well. */
  void note(String text) {
    line(text);
    answer.note(text);
  }

  /** The one document for a page that people read. */
  void page(String markdown) {
    if (form == Form.MARKDOWN) {
      world.console().print(markdown);
    }
  }

  /** How far a step has come. */
  void progress(String step, String how) {
    // Lines of progress would bury the events; it is the live view that shows them.
    LoggerFactory.getLogger(Output.class).debug("{}: {}", step, how);
  }

  /** Whether a view may be shown: where not, nothing need be known for it. */
  boolean mayShow() {
    return live && world.console().interactive();
  }

  /** Shows a view below the lines until it is closed, where there are lines and a terminal. */
  LiveRegion live(LiveView view) {
    return live ? world.console().live(view) : LiveRegion.none();
  }

  /** Problems, on standard error, and in what is said to programs. */
  void problems(List<Diagnostic> problems) {
    answer.problems(problems);
    world.console().error(new DiagnosticText(layout.style() == Style.ANSI).render(problems));
  }

  /** Where a run stands now. */
  void outcome(String run, List<JournalEntry> entries) {
    var state = RunState.of(entries);
    answer.run(run, state.ended().map(end -> end.outcome()));
    line("");
    text(RunText.status(state, false, world.clock().instant(), layout));
  }

  static String pretty(JsonNode document) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
