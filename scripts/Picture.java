import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Draws what a terminal shows, with its colours, as SVG. Where parts are named, only they are drawn,
 * and a line of dots stands where something is left out.
 *
 * <pre>java scripts/Picture.java TITLE CAPTURE [FROM TO]… &gt; PICTURE.svg</pre>
 */
class Picture {
  private static final int COLUMNS = 110;
  private static final double CELL = 7.83; // of 13 px DejaVu Sans Mono
  private static final int LINE = 18;
  private static final int MARGIN = 18;
  private static final int HEAD = 40;
  private static final Pattern SGR = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final Pattern OTHER = Pattern.compile("\u001b(\\([A-Z0-9]|\\[[?0-9;]*[A-Za-ln-z])|[\u000e\u000f]");

  private static final Pattern STRETCH = Pattern.compile("\\S+(?: \\S+)*");

  /** From the line that begins with the first text to the line that begins with the second. */
  private record Part(String from, String to) {}

  void main(String[] args) throws IOException {
    var captured = Files.readString(Path.of(args[1]), StandardCharsets.UTF_8).lines().toList();
    var lines = args.length == 2 ? whole(captured) : chosen(captured, parts(args));
    var out = new StringBuilder();
    var height = HEAD + (lines.size() + 2) * LINE + MARGIN;
    var width = Math.round(2 * MARGIN + COLUMNS * CELL);
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>%3$s</title>
        <rect width="%1$d" height="%2$d" rx="9" fill="#16191f"/>
        <circle cx="20" cy="19" r="5.5" fill="#4b5160"/><circle cx="38" cy="19" r="5.5" fill="#4b5160"/><circle cx="56" cy="19" r="5.5" fill="#4b5160"/>
        <g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" fill="#d5d9e0">
        """
            .formatted(width, height, escape("A terminal: " + args[0])));
    var y = HEAD + LINE;
    out.append(text(y, List.of(new Run(0, args[0], "#ffffff", true))));
    var style = new Style();
    for (var line : lines) {
      y += LINE;
      out.append(text(y, runs(line, style)));
    }
    System.out.print(out.append("</g>\n</svg>\n"));
  }

  private static List<Part> parts(String[] args) {
    var parts = new ArrayList<Part>();
    for (var i = 2; i + 1 < args.length; i += 2) {
      parts.add(new Part(args[i], args[i + 1]));
    }
    return parts;
  }

  /** Without the empty lines at both ends. */
  private static List<String> whole(List<String> captured) {
    var from = 0;
    var to = captured.size();
    while (from < to && plain(captured.get(from)).isBlank()) {
      from++;
    }
    while (to > from && plain(captured.get(to - 1)).isBlank()) {
      to--;
    }
    return captured.subList(from, to);
  }

  private static List<String> chosen(List<String> captured, List<Part> parts) {
    var result = new ArrayList<String>();
    var at = 0;
    for (var part : parts) {
      var from = find(captured, part.from(), at);
      var to = find(captured, part.to(), from);
      if (from > at && !result.isEmpty()) {
        result.add("\u001b[0m\u001b[2m  \u22ee\u001b[0m");
      }
      // A long line is broken by the program; what belongs to it is further in.
      while (to + 1 < captured.size()
          && plain(captured.get(to + 1)).startsWith(" ".repeat(14))) {
        to++;
      }
      result.addAll(captured.subList(from, to + 1));
      at = to + 1;
    }
    return result;
  }

  private static int find(List<String> lines, String beginning, int from) {
    for (var i = from; i < lines.size(); i++) {
      var line = plain(lines.get(i));
      if (line.startsWith(beginning) || line.matches("\\d\\d:\\d\\d:\\d\\d " + Pattern.quote(beginning) + ".*")) {
        return i;
      }
    }
    throw new IllegalStateException("the terminal never showed: " + beginning);
  }

  private static String plain(String line) {
    return OTHER.matcher(SGR.matcher(line).replaceAll("")).replaceAll("");
  }

  /** Text of one colour, beginning at a column. */
  private record Run(int column, String text, String colour, boolean bold) {}

  /** The colours in force; they last over the end of a line. */
  private static final class Style {
    String colour = "";
    boolean bold;
    boolean faint;

    void set(String codes) {
      for (var code : codes.isEmpty() ? new String[] {"0"} : codes.split(";")) {
        switch (Integer.parseInt(code)) {
          case 0 -> {
            colour = "";
            bold = false;
            faint = false;
          }
          case 1 -> bold = true;
          case 2 -> faint = true;
          case 22 -> {
            bold = false;
            faint = false;
          }
          case 31, 91 -> colour = "#ff7b72";
          case 32, 92 -> colour = "#7ee787";
          case 33, 93 -> colour = "#e3b341";
          case 34, 94 -> colour = "#79c0ff";
          case 35, 95 -> colour = "#d2a8ff";
          case 36, 96 -> colour = "#76e3ea";
          case 39 -> colour = "";
          default -> {} // backgrounds and the like: not used
        }
      }
    }

    String fill() {
      return colour.isEmpty() ? (faint ? "#8b93a1" : bold ? "#ffffff" : "#d5d9e0") : colour;
    }
  }

  private static List<Run> runs(String line, Style style) {
    var clean = OTHER.matcher(line).replaceAll("");
    var runs = new ArrayList<Run>();
    var matcher = SGR.matcher(clean);
    var at = 0;
    var column = 0;
    while (matcher.find()) {
      var text = clean.substring(at, matcher.start());
      if (!text.isEmpty()) {
        runs.add(new Run(column, text, style.fill(), style.bold));
        column += text.length();
      }
      style.set(matcher.group(1));
      at = matcher.end();
    }
    if (at < clean.length()) {
      runs.add(new Run(column, clean.substring(at), style.fill(), style.bold));
    }
    return runs;
  }

  private static String text(int y, List<Run> runs) {
    var out = new StringBuilder();
    for (var run : runs) {
      // Renderers differ in what they do with several blanks, so that each stretch has its own place.
      var stretches = STRETCH.matcher(run.text());
      while (stretches.find()) {
        // textLength keeps the columns where the reader's font is wider or narrower.
        out.append(
            "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" fill=\"%s\"%s>%s</text>%n"
                .formatted(
                    MARGIN + (run.column() + stretches.start()) * CELL,
                    y,
                    stretches.group().length() * CELL,
                    run.colour(),
                    run.bold() ? " font-weight=\"bold\"" : "",
                    escape(stretches.group())));
      }
    }
    return out.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
