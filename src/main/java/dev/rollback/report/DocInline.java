package dev.rollback.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A piece of a line of the documentation. */
public sealed interface DocInline {
  /** The text, without marks. */
  String text();

  /** Text as it is. */
  record Plain(String text) implements DocInline {}

  /** To be read character by character. */
  record Code(String text) implements DocInline {}

  /** What is to be seen first, or told apart. */
  record Strong(String text) implements DocInline {}

  /** A link. */
  record Link(String text, String to) implements DocInline {}

  /** The pieces of a line of Markdown. */
  static List<DocInline> of(String line) {
    var pieces = new ArrayList<DocInline>();
    var found = Marks.ANY.matcher(line);
    var from = 0;
    while (found.find()) {
      plain(line.substring(from, found.start()), pieces);
      from = found.end();
      if (found.group("code") != null) {
        pieces.add(new Code(found.group("code").strip()));
      } else if (found.group("to") != null) {
        pieces.add(new Link(found.group("label").replace("`", ""), found.group("to")));
      } else {
        var strong = found.group("strong");
        pieces.add(new Strong(strong != null ? strong : found.group("em")));
      }
    }
    plain(line.substring(from), pieces);
    return List.copyOf(pieces);
  }

  private static void plain(String text, List<DocInline> into) {
    if (!text.isEmpty()) {
      into.add(new Plain(Marks.ESCAPED.matcher(text).replaceAll("$1")));
    }
  }

  /** How pieces are marked in Markdown. */
  final class Marks {
    private static final Pattern ANY =
        Pattern.compile(
            "(?<ticks>(?<!\\\\)`+)(?<code>.+?)(?<!`)\\k<ticks>(?!`)"
                + "|\\[(?<label>(?:`[^`]*`|[^]`])+)]\\((?<to>[^)]*)\\)"
                + "|(?<!\\\\)\\*\\*(?<strong>[^*]+)\\*\\*"
                + "|(?<![\\\\*\\w])\\*(?<em>[^*\\s][^*]*)\\*(?!\\w)");

    private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\`*<|\\[\\]_])");

    private Marks() {}
  }
}
