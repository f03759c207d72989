package dev.rollback.console;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jline.terminal.Size;

/**
 * The width of the terminal: COLUMNS, else what {@code stty} says, else 80. Lines of more than 120
 * characters are hard to read, so a wider window is not used up. Asked for when it is first needed.
 */
final class TerminalWidth implements IntSupplier {
  private static final int USUAL = 80;
  private static final int WIDEST = 120;
  private static final int NARROWEST = 40;

  private final Map<String, String> environment;
  private final boolean terminal;

  TerminalWidth(Map<String, String> environment, boolean terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public int getAsInt() {
    var width =
        number(environment.getOrDefault("COLUMNS", ""))
            .or(() -> terminal ? Stty.size().map(Size::getColumns) : Optional.empty())
            .filter(n -> n > 0)
            .orElse(USUAL);
    return Math.clamp(width, NARROWEST, WIDEST);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
