package dev.rollback.yaml;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.yaml.YamlNode.Entry;
import dev.rollback.yaml.YamlNode.Style;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/** The parser's events to one tree. What YAML allows and a runbook does not is a problem here. */
final class TreeBuilder {
  private static final int DEEPEST = 50;
  private static final int MOST_PROBLEMS = 20;

  private final Positions positions;
  private final List<Diagnostic> problems = new ArrayList<>();

  TreeBuilder(Positions positions) {
    this.positions = positions;
  }

  /** Reads all events; a syntax error comes out of the iterator as the parser's exception. */
  Checked<YamlNode> build(Iterator<Event> events) {
    Optional<YamlNode> root = Optional.empty();
    try {
      while (events.hasNext()) {
        var event = events.next();
        if (event instanceof NodeEvent node) {
          if (root.isPresent()) {
            throw new Stop(secondDocument(node));
          }
          root = Optional.of(node(node, events, 0));
        }
      }
    } catch (Stop stop) {
      return stopped(stop.problem);
    }
    if (root.isEmpty() || (root.get() instanceof YamlScalar scalar && scalar.nothing())) {
      return stopped(
          Diagnostic.error(positions.span(0, 0), "the file is empty")
              .advise("Write the document; comments alone say nothing."));
    }
    return problems.isEmpty() ? Checked.valid(root.get()) : new Checked.Invalid<>(problems);
  }

  /** Everything found until now, and what ended the reading. */
  Checked<YamlNode> stopped(Diagnostic last) {
    problems.add(last);
    return new Checked.Invalid<>(problems);
  }

  private YamlNode node(NodeEvent event, Iterator<Event> events, int depth) {
    refuseExtras(event);
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> sequence(start, events, deeper(start, depth));
      case MappingStartEvent start -> mapping(start, events, deeper(start, depth));
      default ->
          new YamlScalar("", Style.DOUBLE_QUOTED, span(event)); // an alias: a problem already
    };
  }

  private int deeper(Event event, int depth) {
    if (depth == DEEPEST) {
      throw new Stop(
          Diagnostic.error(span(event), "this is nested more than " + DEEPEST + " levels deep")
              .advise("Write it flatter."));
    }
    return depth + 1;
  }

  private YamlScalar scalar(ScalarEvent event) {
    var from = positions.offset(event.getStartMark());
    var to = positions.offset(event.getEndMark());
    var style = style(event.getScalarStyle());
    if (style == Style.LITERAL || style == Style.FOLDED) {
      to = withoutTrailingBlanks(from, to);
    }
    return new YamlScalar(event.getValue(), style, positions.span(from, to));
  }

  private int withoutTrailingBlanks(int from, int to) {
    var end = to;
    while (end > from && Character.isWhitespace(positions.text().charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private YamlSequence sequence(SequenceStartEvent start, Iterator<Event> events, int depth) {
    var elements = new ArrayList<YamlNode>();
    var event = events.next();
    while (event instanceof NodeEvent node) {
      elements.add(node(node, events, depth));
      event = events.next();
    }
    var last = elements.isEmpty() ? span(start) : elements.getLast().at();
    return new YamlSequence(elements, whole(start, last, event));
  }

  private YamlMapping mapping(MappingStartEvent start, Iterator<Event> events, int depth) {
    var entries = new ArrayList<Entry>();
    Map<String, SourceSpan> seen = new HashMap<>();
    var last = span(start);
    var event = events.next();
    while (event instanceof NodeEvent keyEvent) {
      var key = node(keyEvent, events, depth);
      if (!(events.next() instanceof NodeEvent valueEvent)) {
        throw new IllegalStateException("the parser gave a key without a value");
      }
      var value = node(valueEvent, events, depth);
      last = value.at();
      if (key instanceof YamlScalar scalar && acceptable(scalar, keyEvent, seen)) {
        entries.add(new Entry(scalar, value));
      } else if (!(key instanceof YamlScalar)) {
        problem(
            Diagnostic.error(
                    firstLine(key.at()),
                    "a key must be a single word, and this is a "
                        + (key instanceof YamlMapping ? "mapping" : "list"))
                .advise("Write a plain key; put a text that starts with [ or { in quotes."));
      }
      event = events.next();
    }
    return new YamlMapping(entries, whole(start, last, event));
  }

  private boolean acceptable(YamlScalar key, NodeEvent event, Map<String, SourceSpan> seen) {
    if (event instanceof AliasEvent) {
      return false;
    }
    if (key.text().isEmpty()) {
      problem(
          Diagnostic.error(key.at(), "there is no key before ':'")
              .advise("Write the key, or remove the line."));
      return false;
    }
    if (key.text().equals("<<") && key.style() == Style.PLAIN) {
      problem(notHere(key.at(), "merge keys (<<)"));
      return false;
    }
    var first = seen.putIfAbsent(key.text(), key.at());
    if (first != null) {
      problem(
          Diagnostic.error(
                  key.at(),
                  "'%s' stands here for the second time; the first is in line %d"
                      .formatted(key.text(), first.line()))
              .advise("Remove one of the two."));
    }
    return first == null;
  }

  private void refuseExtras(NodeEvent event) {
    if (event instanceof AliasEvent) {
      problem(notHere(span(event), "aliases (*name)"));
    } else if (event.getAnchor().isPresent()) {
      problem(notHere(start(event), "anchors (&name)"));
    } else if (tag(event).isPresent()) {
      problem(notHere(start(event), "tags (" + tag(event).get() + ")"));
    }
  }

  private static Optional<String> tag(NodeEvent event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent start -> start.getTag();
      default -> Optional.empty();
    };
  }

  private static Diagnostic notHere(SourceSpan at, String what) {
    return Diagnostic.error(at, what + " are not allowed here")
        .advise("Write the value itself, where it is used.");
  }

  private static Diagnostic stop(SourceSpan at, String message, String advice) {
    return Diagnostic.error(at, message).advise(advice);
  }

  private Diagnostic secondDocument(Event event) {
    return stop(
        firstLine(span(event)),
        "a second document starts here, after ---; a file holds one",
        "Put it into a file of its own.");
  }

  private void problem(Diagnostic problem) {
    problems.add(problem);
    if (problems.size() == MOST_PROBLEMS) {
      throw new Stop(
          Diagnostic.error("there are more problems than these " + MOST_PROBLEMS)
              .advise("Mend these first."));
    }
  }

  /** A flow collection ends with its bracket, a block with its last value. */
  private SourceSpan whole(CollectionStartEvent start, SourceSpan last, Event end) {
    var from = positions.offset(start.getStartMark());
    var to = positions.offset(end.getEndMark());
    var bracket = to > 0 && "]}".indexOf(positions.text().charAt(to - 1)) >= 0;
    if (start.isFlow() && bracket) {
      return positions.span(from, to);
    }
    var begin = positions.span(from, from);
    return new SourceSpan(
        last.file(), begin.line(), begin.column(), last.endLine(), last.endColumn());
  }

  private SourceSpan span(Event event) {
    return positions.span(
        positions.offset(event.getStartMark()), positions.offset(event.getEndMark()));
  }

  private SourceSpan start(Event event) {
    return positions.word(positions.offset(event.getStartMark()));
  }

  /** As much of a span as stands in its first line. */
  static SourceSpan firstLine(SourceSpan at) {
    if (at.line() == at.endLine()) {
      return at;
    }
    var end = at.file().line(at.line()).stripTrailing().length() + 1;
    return new SourceSpan(at.file(), at.line(), at.column(), at.line(), Math.max(end, at.column()));
  }

  private static Style style(ScalarStyle style) {
    return switch (style) {
      case PLAIN -> Style.PLAIN;
      case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Style.DOUBLE_QUOTED;
      case LITERAL -> Style.LITERAL;
      case FOLDED -> Style.FOLDED;
    };
  }

  /** Ends the reading at a problem after which nothing can be understood. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Diagnostic problem;

    Stop(Diagnostic problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }
  }
}
