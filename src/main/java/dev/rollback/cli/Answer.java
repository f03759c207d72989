package dev.rollback.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.console.Console;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.CommandJson;
import dev.rollback.report.DiagnosticJson;
import dev.rollback.run.Outcome;
import dev.rollback.shape.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one command says to a program: exactly one document at its end, or lines as it happens, of
 * which the last says how it ended. May be told by several threads.
 */
final class Answer {
  /** To whom it speaks. */
  enum Form {
    /** To nobody: the program's user reads text. */
    NONE,
    /** One document. */
    DOCUMENT,
    /** Lines. */
    LINES
  }

  private record Content(Kind kind, JsonNode tree) {}

  private final Console console;
  private final Form form;
  private final ObjectMapper json = new ObjectMapper();
  private final List<Diagnostic> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Content> document = Optional.empty();
  private Optional<CommandJson.Result> result = Optional.empty();
  private boolean ended;

  Answer(Console console, Form form) {
    this.console = console;
    this.form = form;
  }

  /** What a command shows: the document; or a line for each item of it, or one line. */
  void show(Kind kind, Supplier<JsonNode> content) {
    switch (form) {
      case NONE -> {}
      case DOCUMENT -> document(kind, content);
      case LINES -> lines(kind, content.get());
    }
  }

  /** The document at the end, in place of one that was given before; no line. */
  synchronized void document(Kind kind, Supplier<JsonNode> content) {
    if (form == Form.DOCUMENT) {
      document = Optional.of(new Content(kind, content.get()));
    }
  }

  /** A line, at once; no document. */
  void line(Kind kind, Supplier<JsonNode> content) {
    if (form == Form.LINES) {
      write(kind, content.get());
    }
  }

  private void lines(Kind kind, JsonNode content) {
    kind.items()
        .ifPresentOrElse(
            items -> content.path(items.key()).forEach(item -> write(items.kind(), item)),
            () -> write(kind, content));
  }

  private void write(Kind kind, JsonNode content) {
    console.print(text(kind.head().setAll((ObjectNode) content)));
  }

  /** What goes wrong, or keeps it from going on. */
  synchronized void problems(List<Diagnostic> more) {
    more.stream().filter(p -> !problems.contains(p)).forEach(problems::add);
  }

  /** What else is to be known. */
  synchronized void note(String text) {
    notes.add(text);
  }

  /** The document was printed by itself. */
  synchronized void withdraw() {
    ended = true;
  }

  /** Of which run it all is, and how that stands. */
  synchronized void run(String run, Optional<Outcome> outcome) {
    result = Optional.of(new CommandJson.Result(Optional.of(run), outcome));
  }

  /** The command has ended; what is said afterwards is not heard. */
  synchronized void end(ExitCode exit) {
    if (ended || form == Form.NONE) {
      return;
    }
    ended = true;
    var last = document.orElseGet(() -> new Content(Kind.RESULT, result()));
    var whole = last.kind().head();
    whole.setAll(head(exit));
    whole.setAll((ObjectNode) last.tree());
    console.print(form == Form.DOCUMENT ? Output.pretty(whole) : text(whole));
  }

  private JsonNode result() {
    return Codec.of(CommandJson.Result.class)
        .encode(result.orElse(new CommandJson.Result(Optional.empty(), Optional.empty())));
  }

  private ObjectNode head(ExitCode exit) {
    return (ObjectNode)
        Codec.of(AnswerHead.class)
            .encode(
                new AnswerHead(
                    exit.code(),
                    exit,
                    problems.stream().map(DiagnosticJson.Form::of).toList(),
                    List.copyOf(notes)));
  }

  private String text(JsonNode line) {
    try {
      return json.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
