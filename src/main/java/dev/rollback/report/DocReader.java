package dev.rollback.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the Markdown of the documentation: headings, paragraphs, lists of one level, tables, fenced
 * code. What else Markdown has does not occur there, and would be taken for a paragraph.
 */
public final class DocReader {
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*)");
  private static final Pattern ITEM = Pattern.compile("(?:[-*]|(\\d+)\\.) +(.*)");
  private static final Pattern RULE = Pattern.compile("\\|(?: *:?-+:? *\\|)+");
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->\n?", Pattern.DOTALL);
  private static final Pattern IMAGE = Pattern.compile("!\\[[^]]*]\\([^)]*\\)");
  private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");

  private final List<String> lines;
  private final List<DocBlock> blocks = new ArrayList<>();
  private int at;

  private DocReader(List<String> lines) {
    this.lines = lines;
  }

  /** A whole page. */
  public static List<DocBlock> page(String markdown) {
    var plain = IMAGE.matcher(COMMENT.matcher(markdown).replaceAll("")).replaceAll("");
    var reader = new DocReader(plain.lines().toList());
    reader.read();
    return List.copyOf(reader.blocks);
  }

  /**
   * The section with this heading, down to the next one of its level; the heading included.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static List<DocBlock> section(List<DocBlock> page, String heading) {
    var section = new ArrayList<DocBlock>();
    var level = 0;
    for (var block : page) {
      if (block instanceof DocBlock.Heading(var deep, var text)) {
        if (level > 0 && deep <= level) {
          break;
        } else if (level == 0 && text.equals(heading)) {
          level = deep;
        }
      }
      if (level > 0) {
        section.add(block);
      }
    }
    if (section.isEmpty()) {
      throw new IllegalArgumentException("no section '" + heading + "'");
    }
    return List.copyOf(section);
  }

  private void read() {
    while (at < lines.size()) {
      var line = lines.get(at);
      if (line.isBlank()) {
        at++;
      } else if (line.startsWith("```")) {
        code();
      } else if (HEADING.matcher(line).matches()) {
        heading();
      } else if (line.startsWith("|")) {
        table();
      } else if (ITEM.matcher(line).matches()) {
        items();
      } else {
        blocks.add(new DocBlock.Paragraph(paragraph()));
      }
    }
  }

  private void code() {
    var fence = lines.get(at++).replaceFirst("^(`+).*", "$1");
    var code = new StringBuilder();
    while (at < lines.size() && !lines.get(at).equals(fence)) {
      code.append(lines.get(at++)).append('\n');
    }
    at++;
    blocks.add(new DocBlock.Lines(code.toString()));
  }

  private void heading() {
    var heading = HEADING.matcher(lines.get(at++));
    if (heading.matches()) {
      blocks.add(new DocBlock.Heading(heading.group(1).length(), heading.group(2).strip()));
    }
  }

  private void table() {
    var rows = new ArrayList<List<String>>();
    while (at < lines.size() && lines.get(at).startsWith("|")) {
      var line = lines.get(at++).strip();
      if (!RULE.matcher(line).matches()) {
        rows.add(cells(line));
      }
    }
    blocks.add(new DocBlock.Table(rows.getFirst(), rows.subList(1, rows.size())));
  }

  private static List<String> cells(String line) {
    var inner = line.substring(1, line.endsWith("|") ? line.length() - 1 : line.length());
    return Stream.of(CELL.split(inner, -1)).map(c -> c.strip().replace("\\|", "|")).toList();
  }

  private void items() {
    var items = new ArrayList<String>();
    var ordered = false;
    while (at < lines.size()) {
      var item = ITEM.matcher(lines.get(at));
      if (!item.matches()) {
        break;
      }
      ordered = item.group(1) != null;
      at++;
      items.add((item.group(2) + " " + continued()).strip());
    }
    blocks.add(new DocBlock.Items(ordered, items));
  }

  /** The lines of an item after its first, which are indented. */
  private String continued() {
    var text = new StringBuilder();
    while (at < lines.size() && lines.get(at).startsWith("  ")) {
      text.append(lines.get(at++).strip()).append(' ');
    }
    return text.toString().strip();
  }

  private String paragraph() {
    var text = new StringBuilder();
    while (at < lines.size() && !lines.get(at).isBlank() && !begins(lines.get(at))) {
      text.append(lines.get(at++).strip()).append(' ');
    }
    return text.toString().strip();
  }

  private static boolean begins(String line) {
    return line.startsWith("```") || line.startsWith("|") || HEADING.matcher(line).matches();
  }
}
