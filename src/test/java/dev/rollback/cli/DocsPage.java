package dev.rollback.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation: its fenced blocks, its links and its anchors. */
record DocsPage(Path file, String text) {
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final String FENCE = "```";

  /** A fenced block. */
  record Block(String language, List<String> lines) {
    String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** A command line, what is shown of its output, and its exit code. */
  record Command(List<String> words, List<String> shown, int exit) {}

  /** Where a link leads; the anchor is empty where there is none. */
  record Link(Path to, String anchor) {}

  static DocsPage read(Path file) {
    try {
      return new DocsPage(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<Link> links() {
    return LINK.matcher(withoutBlocks())
        .results()
        .map(
            link ->
                new Link(
                    link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1)).normalize(),
                    link.group(2) == null ? "" : link.group(2)));
  }

  /** The anchors of the headings, as GitHub makes them. */
  List<String> anchors() {
    return withoutBlocks()
        .lines()
        .filter(l -> l.startsWith("#"))
        .map(l -> l.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(l -> l.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }

  private String withoutBlocks() {
    return text.replaceAll("(?ms)^```.*?^```$", "");
  }

  List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    var lines = text.lines().toList();
    for (var i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        var language = lines.get(i).substring(FENCE.length());
        var end = i + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        blocks.add(new Block(language, lines.subList(i + 1, end)));
        i = end;
      }
    }
    return blocks;
  }

  /** The command lines of a console block that are this program's. */
  static List<Command> commands(Block block) {
    var commands = new ArrayList<Command>();
    var lines = block.lines();
    for (var i = 0; i < lines.size(); i++) {
      if (!lines.get(i).matches("\\$ (scripts/)?rollback( .*)?")) {
        continue;
      }
      var words = words(lines.get(i));
      var shown = new ArrayList<String>();
      while (i + 1 < lines.size() && !lines.get(i + 1).startsWith("$ ")) {
        shown.add(lines.get(++i));
      }
      shown.removeIf(l -> l.isBlank() || l.strip().equals("…"));
      var exit = 0;
      if (i + 2 < lines.size() && lines.get(i + 1).equals("$ echo $?")) {
        exit = Integer.parseInt(lines.get(i + 2).strip());
        i += 2;
      }
      commands.add(new Command(words, shown, exit));
    }
    return commands;
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.replaceFirst("\\s+#.*", "").split("\\s+")).skip(2).toList();
  }
}
