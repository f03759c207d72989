package dev.rollback.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * The width of the terminal: COLUMNS, else what {@code stty} says, else 80. Lines of more than 120
 * characters are hard to read, so a wider window is not used up. Asked for when it is first needed.
 */
final class TerminalWidth implements IntSupplier {
  private static final int USUAL = 80;
  private static final int WIDEST = 120;
  private static final int NARROWEST = 40;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

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
            .or(() -> terminal ? stty() : Optional.empty())
            .filter(n -> n > 0)
            .orElse(USUAL);
    return Math.clamp(width, NARROWEST, WIDEST);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  /**
   * Empty where there is no such program (Windows), or it does not know: the usual width will do.
   */
  private static Optional<Integer> stty() {
    try {
      var process =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** {@code ROWS COLUMNS}. */
  static Optional<Integer> parse(String size) {
    var match = SIZE.matcher(size);
    return match.matches() ? number(match.group(2)) : Optional.empty();
  }
}
