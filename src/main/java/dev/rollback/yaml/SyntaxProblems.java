package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** The parser's complaints in words that say what to change. */
final class SyntaxProblems {

  /** What the parser says, what a person is told, and what to do. The first that fits is taken. */
  private record Known(String fragment, boolean atContext, String message, String advice) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "mapping values are not allowed",
              false,
              "a ':' followed by a blank is not allowed here; a key and its value are read already,"
                  + " or the line is indented too far",
              "Put a text that contains ': ' in quotes, or check the indentation."),
          new Known(
              "sequence entries are not allowed",
              false,
              "a list item ('- ') cannot start here",
              "Start the list in a line of its own, or put the text in quotes."),
          new Known(
              "mapping keys are not allowed",
              false,
              "a '? ' cannot start here",
              "Put a text that starts with '?' in quotes."),
          new Known(
              "could not find expected ':'",
              true,
              "this line is neither 'key: value' nor part of the value before it",
              "Write a ':' and a blank after the key, or indent the line further than its key."),
          new Known(
              "unexpected end of stream",
              true,
              "the quote that opens here is never closed",
              "Close the quote."),
          new Known(
              "unexpected document separator",
              true,
              "the quote that opens here is never closed",
              "Close the quote."),
          new Known(
              "unknown escape character",
              false,
              "there is no such escape in double quotes",
              "Write \\\\ for a backslash, or use single quotes."),
          new Known(
              "expected escape sequence",
              false,
              "\\x, \\u and \\U need 2, 4 and 8 hexadecimal digits",
              "Write \\\\ for a backslash, or use single quotes."),
          new Known(
              "while parsing a flow mapping",
              true,
              "the '{' that opens here is not closed where it should be",
              "Check for a missing ',' or '}', and put values with {, }, [, ] or ${…} in quotes."),
          new Known(
              "while parsing a flow sequence",
              true,
              "the '[' that opens here is not closed where it should be",
              "Check for a missing ',' or ']', and put values with {, }, [, ] or ${…} in quotes."),
          new Known(
              "while parsing a block mapping",
              false,
              "this does not fit the keys above it: it is indented unlike them, or text follows a"
                  + " value that had ended",
              "Indent it exactly as the keys it belongs with; after a quoted text nothing may"
                  + " follow."),
          new Known(
              "while parsing a block collection",
              false,
              "this does not fit the list above it",
              "Indent it exactly as the other items, and start it with '- '."),
          new Known(
              "while scanning a block scalar",
              false,
              "after | or > nothing may follow but + or -, and the text starts in the next line",
              "Start the text in the next line."),
          new Known(
              "while scanning an alias",
              false,
              "a text cannot start with '*' without quotes",
              "Put the text in quotes."),
          new Known(
              "while scanning an anchor",
              false,
              "a text cannot start with '&' without quotes",
              "Put the text in quotes."),
          new Known(
              "while scanning a tag",
              false,
              "a text cannot start with '!' without quotes",
              "Put the text in quotes."),
          new Known(
              "undefined tag handle",
              false,
              "a text cannot start with '!' without quotes",
              "Put the text in quotes."),
          new Known("directive", false, "a line cannot start with '%'", "Put the text in quotes."),
          new Known(
              "expected '<document start>'",
              false,
              "the document ends before this line",
              "Check the indentation, and that a document is either one list or one mapping."),
          new Known("incompatible YAML", false, "only YAML 1.2 is read", "Remove the %YAML line."));

  private final Positions positions;

  SyntaxProblems(Positions positions) {
    this.positions = positions;
  }

  Diagnostic explain(MarkedYamlEngineException e) {
    var problem = Optional.ofNullable(e.getProblem()).orElse("");
    var context = Optional.ofNullable(e.getContext()).orElse("");
    var at = positions.offset(e.getProblemMark());
    if (tabIndented(at)) {
      return tab(at);
    }
    if (problem.contains("cannot start any token")) {
      return cannotStart(at);
    }
    if (context.contains("block mapping") && positions.text().startsWith(":", at)) {
      return Diagnostic.error(positions.span(at, at + 1), "there is no key before ':'")
          .advise("Write the key, or remove the line.");
    }
    for (var known : KNOWN) {
      if (problem.contains(known.fragment()) || context.contains(known.fragment())) {
        var place =
            known.atContext() && e.getContextMark().isPresent()
                ? positions.offset(e.getContextMark())
                : at;
        return Diagnostic.error(
                known.atContext() ? positions.span(place, place + 1) : positions.word(place),
                known.message())
            .advise(known.advice());
      }
    }
    return Diagnostic.error(positions.word(at), "this is not YAML: " + problem)
        .advise("Check indentation and quotes here and in the line above.");
  }

  Diagnostic explain(ReaderException e) {
    var at = positions.offset(e.getPosition());
    return Diagnostic.error(
            positions.span(at, Math.min(at + 1, positions.text().length())),
            "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()))
        .advise("Remove it, or write it as an escape in double quotes.");
  }

  private Diagnostic cannotStart(int at) {
    var c = at < positions.text().length() ? positions.text().charAt(at) : ' ';
    if (c == '\t') {
      return tab(at);
    }
    return Diagnostic.error(
            positions.span(at, at + 1), "a text cannot start with '" + c + "' without quotes")
        .advise("Put the text in quotes.");
  }

  private boolean tabIndented(int at) {
    var before = positions.before(at);
    return before.substring(0, before.length() - before.stripLeading().length()).contains("\t");
  }

  private Diagnostic tab(int at) {
    var before = positions.before(at);
    var first = before.indexOf('\t');
    var from = first < 0 ? at : at - before.length() + first;
    return Diagnostic.error(
            positions.span(from, from + 1), "YAML does not allow tabs as indentation")
        .advise("Use blanks; most editors can turn tabs into blanks.");
  }
}
