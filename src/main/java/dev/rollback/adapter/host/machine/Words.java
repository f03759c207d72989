package dev.rollback.adapter.host.machine;

import dev.rollback.process.Ended;
import dev.rollback.process.Output;
import java.util.List;
import java.util.stream.Collectors;

/** What programs printed, as it can stand in a sentence. */
public final class Words {
  private static final int LINES = 5;
  private static final int LONGEST = 600;

  private Words() {}

  /** The last lines that it printed, errors rather than results, after a colon; or nothing. */
  public static String printed(Ended ended) {
    var said = last(ended.err().isBlank() ? ended.out() : ended.err());
    return said.isEmpty() ? "" : ": " + said;
  }

  /** The same, results rather than errors. */
  public static String results(Ended ended) {
    var said = last(ended.out().isBlank() ? ended.err() : ended.out());
    return said.isEmpty() ? "" : ": " + said;
  }

  /** The last lines as one. */
  public static String last(Output output) {
    var lines = lines(output);
    return shortened(
        lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining("; ")));
  }

  /** The lines that are not blank, without what would colour a terminal or deceive a reader. */
  public static List<String> lines(Output output) {
    return output.text().lines().map(Words::plain).filter(l -> !l.isEmpty()).toList();
  }

  static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\p{Cntrl}", " ").strip();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : "…" + text.substring(text.length() - LONGEST);
  }
}
