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
import java.util.function.Supplier;

/** What a command says: text for people, or one document, never both. */
final class Output {
  /** What is said. */
  enum Form {
    /** Text, for people. */
    TEXT,
    /** A JSON document, for programs. */
    JSON,
    /** A Markdown document, for a pull request, a ticket or a chat. */
    MARKDOWN
  }

  private final World world;
  private final Form form;
  private final Layout layout;
  private final boolean live;

  Output(World world, CommonOptions options) {
    this(world, options, options.json() ? Form.JSON : Form.TEXT);
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
  }

  boolean isJson() {
    return form == Form.JSON;
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

  /** The one document for programs. */
  void document(JsonNode document) {
    document(() -> document);
  }

  /** The same, made only where it is wanted. */
  void document(Supplier<JsonNode> document) {
    if (form == Form.JSON) {
      world.console().print(pretty(document.get()));
    }
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
    org.slf4j.LoggerFactory.getLogger(Output.class).debug("{}: {}", step, how);
  }

  /** Shows a view below the lines until it is closed, where there are lines and a terminal. */
  LiveRegion live(LiveView view) {
    return live ? world.console().live(view) : LiveRegion.none();
  }

  /** Problems, on standard error. */
  void problems(List<Diagnostic> problems) {
    world.console().error(new DiagnosticText(layout.style() == Style.ANSI).render(problems));
  }

  /** Where a run stands now. */
  void outcome(String run, List<JournalEntry> entries) {
    line("");
    text(RunText.status(RunState.of(entries), false, world.clock().instant(), layout));
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
