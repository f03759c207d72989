package dev.rollback.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A question, and what counts as an answer to it.
 *
 * @param question one or more lines, without the choices
 * @param choices what can be answered; none: any text that is not empty
 */
public record Prompt(String question, List<Choice> choices) {

  /**
   * An answer that can be given.
   *
   * @param word what is typed; its first letters are enough where no other choice has them
   * @param meaning what follows from it; empty where the word says it
   */
  public record Choice(String word, String meaning) {}

  /** The answer of {@link #yesNo} that agrees. */
  public static final String YES = "yes";

  /** The answer of {@link #yesNo} that does not. */
  public static final String NO = "no";

  /** Keeps its own copy of the choices. */
  public Prompt {
    choices = List.copyOf(choices);
  }

  /** A question that is answered by {@link #YES} or {@link #NO}; neither is the default. */
  public static Prompt yesNo(String question) {
    return new Prompt(question, List.of(new Choice(YES, ""), new Choice(NO, "")));
  }

  /** A question that is answered by a text. */
  public static Prompt text(String question) {
    return new Prompt(question, List.of());
  }

  /** The answer that was meant: the whole word of a choice, or the text; empty where it is none. */
  public Optional<String> understand(String typed) {
    var text = typed.strip();
    if (text.isEmpty()) {
      return Optional.empty();
    } else if (choices.isEmpty()) {
      return Optional.of(text);
    }
    var meant =
        choices.stream()
            .map(Choice::word)
            .filter(word -> word.startsWith(text.toLowerCase(Locale.ROOT)))
            .toList();
    return meant.size() == 1 || meant.contains(text)
        ? Optional.of(exact(meant, text))
        : Optional.empty();
  }

  private static String exact(List<String> meant, String text) {
    return meant.contains(text) ? text : meant.getFirst();
  }

  /** The words that can be typed: {@code yes/no}. */
  public String words() {
    return choices.stream().map(Choice::word).collect(Collectors.joining("/"));
  }

  /**
   * The question as it is shown, a line for each choice that needs explaining; ends with a blank.
   */
  public String shown() {
    var explained =
        choices.stream()
            .filter(c -> !c.meaning().isEmpty())
            .map(c -> "  " + c.word() + ": " + c.meaning() + "\n")
            .collect(Collectors.joining());
    var words = choices.isEmpty() ? "> " : "[" + words() + "] ";
    return question + (explained.isEmpty() ? " " : "\n" + explained) + words;
  }
}
