package dev.rollback.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jline.terminal.Size;

/** How large the terminal of this process is, by the program that knows. */
final class Stty {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  private Stty() {}

  /** Empty where there is no such program (Windows), or it does not know. */
  static Optional<Size> size() {
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
  static Optional<Size> parse(String size) {
    var match = SIZE.matcher(size);
    return match.matches()
        ? Optional.of(Size.of(Integer.parseInt(match.group(2)), Integer.parseInt(match.group(1))))
        : Optional.empty();
  }
}
