package dev.rollback.adapter.host.machine;

import dev.rollback.process.Output;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a POSIX shell on another machine reads from its input to run a program there. So no word of
 * it passes through the login shell, whichever that is, and no value of a variable stands in the
 * arguments of any process. It frames what the program prints, which tells three things that an
 * exit code of ssh cannot: whether the program was started, in which process group, and how it
 * ended itself.
 *
 * @param mark what frames its words; the program must not be able to guess it
 */
record Script(String mark) {
  private static final String NO_FOLDER = "folder";
  private static final String NO_PROGRAM = "program";

  /** Why a program was not started there. */
  enum Missing {
    FOLDER,
    PROGRAM
  }

  /** The program's own exit code cannot be lost: it is told in words. */
  String text(Command command) {
    var enter =
        command
            .directory()
            .map(folder -> "cd -- %s || { %s; exit 0; }\n".formatted(q(folder), say(NO_FOLDER)))
            .orElse("");
    var variables =
        command.variables().entrySet().stream()
            .map(v -> "%s=%s; export %s\n".formatted(v.getKey(), q(v.getValue()), v.getKey()))
            .collect(Collectors.joining());
    var words = command.argv().stream().map(Script::q).collect(Collectors.joining(" "));
    return """
    g=$$
    [ -r /proc/$$/stat ] && read -r _ _ _ _ g _ </proc/$$/stat
    %s%s%s || { %s; exit 0; }
    printf '%%s\\n' "%s group $g"
    %s </dev/null
    printf '\\n%%s\\n' "%s exit $?"
    """
        .formatted(
            enter, variables, find(q(command.program())), say(NO_PROGRAM), mark, words, mark);
  }

  /**
   * A condition of a POSIX shell: whether there is such a program.
   *
   * @param word its name, quoted
   */
  static String find(String word) {
    // Of a path, `command -v` does not tell whether it may be executed.
    return "{ case %1$s in (*/*) [ -f %1$s ] && [ -x %1$s ];; (*) command -v %1$s;; esac; }"
            .formatted(word)
        + " >/dev/null 2>&1";
  }

  private String say(String word) {
    return "printf '%s\\n' '" + mark + " no " + word + "'";
  }

  private static String q(String word) {
    return Quoting.quoted(word);
  }

  /** Ends a process group there: politely first. Its exit code is 0 when nothing of it is left. */
  static String ending(long group) {
    return """
    gone() {
      n=0
      while kill -s 0 -- -%1$d 2>/dev/null; do
        n=$((n+1)); [ $n -gt 20 ] && return 1
        sleep 0.1 || sleep 1
      done
    }
    kill -s TERM -- -%1$d
    gone || { kill -s KILL -- -%1$d; gone; }
    """
        .formatted(group);
  }

  /** Whether a line is one of the frame's. */
  boolean isOwn(String line) {
    return line.startsWith(mark);
  }

  /** Why it was not started; empty where it was, or where no shell came to run. */
  Optional<Missing> missing(Output out) {
    return out.text().contains(mark + " no " + NO_FOLDER)
        ? Optional.of(Missing.FOLDER)
        : out.text().contains(mark + " no " + NO_PROGRAM)
            ? Optional.of(Missing.PROGRAM)
            : Optional.empty();
  }

  /** The process group in which it was started; empty where it was not. */
  Optional<Long> group(Output out) {
    var match = Pattern.compile(Pattern.quote(mark) + " group (\\d+)\n").matcher(out.head());
    return match.find() ? Optional.of(Long.parseLong(match.group(1))) : Optional.empty();
  }

  /** How it ended itself; empty where that was not heard. */
  OptionalInt exit(Output out) {
    var match = exitIn(out.left() == 0 ? out.head() : out.tail());
    return match.find() ? OptionalInt.of(Integer.parseInt(match.group(1))) : OptionalInt.empty();
  }

  private java.util.regex.Matcher exitIn(String text) {
    return Pattern.compile("\n?" + Pattern.quote(mark) + " exit (\\d+)\n").matcher(text);
  }

  /** What the program itself printed: neither the frame nor what a login there prints before. */
  Output framed(Output out) {
    var begin = Pattern.compile(Pattern.quote(mark) + " group \\d+\n").matcher(out.head());
    var head = begin.find() ? out.head().substring(begin.end()) : out.head();
    return out.left() == 0
        ? new Output(exitIn(head).replaceFirst(""), "", 0)
        : new Output(head, exitIn(out.tail()).replaceFirst(""), out.left());
  }
}
