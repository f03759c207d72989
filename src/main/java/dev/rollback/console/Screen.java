package dev.rollback.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * A terminal to draw on: its control sequences, and how large it is now. Nothing is read from it,
 * and none of its settings is changed: a process that is killed leaves it as it was.
 *
 * @param size how large it is, asked anew each time; empty where it cannot tell
 * @param reflows whether it breaks lines anew when it gets narrower, as nearly all do today
 */
record Screen(Terminal terminal, Supplier<Optional<Size>> size, boolean reflows) {
  /** What it takes to erase what was drawn. */
  private static final Capability[] NEEDED = {
    Capability.carriage_return, Capability.parm_up_cursor, Capability.clr_eos, Capability.clr_eol
  };

  /**
   * The terminal of this process, of the type that TERM names.
   *
   * @return empty where it cannot be drawn on
   */
  static Optional<Screen> of(Map<String, String> environment, OutputStream out, Charset charset) {
    return of(environment, out, charset, Stty::size);
  }

  /** The same of a terminal that tells its size in another way. */
  static Optional<Screen> of(
      Map<String, String> environment,
      OutputStream out,
      Charset charset,
      Supplier<Optional<Size>> size) {
    var type = environment.getOrDefault("TERM", "");
    if (type.isEmpty() || type.equals("dumb") || inContinuousIntegration(environment)) {
      return Optional.empty();
    }
    try {
      var screen = new Screen(new Drawn(type, out, charset), size, reflows(environment));
      return screen.canErase() && size.get().isPresent() ? Optional.of(screen) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // of this terminal nothing is known: plain lines will do
    }
  }

  /** A log is no place for what is drawn over, even where the log says that it is a terminal. */
  private static boolean inContinuousIntegration(Map<String, String> environment) {
    var ci = environment.getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equals("false");
  }

  /** The exceptions are xterm itself, GNU screen and the console of Linux. */
  private static boolean reflows(Map<String, String> environment) {
    return environment.containsKey("TMUX")
        || !(environment.containsKey("XTERM_VERSION")
            || environment.containsKey("STY")
            || environment.getOrDefault("TERM", "").equals("linux"));
  }

  private boolean canErase() {
    for (var capability : NEEDED) {
      if (terminal.getStringCapability(capability) == null) {
        return false;
      }
    }
    return true;
  }

  /** Knows the terminal's control sequences, and never asks it anything: answers are input. */
  private static final class Drawn extends DumbTerminal {
    Drawn(String type, OutputStream out, Charset charset) throws IOException {
      super("live", type, InputStream.nullInputStream(), out, charset);
    }

    @Override
    public boolean isModeSupported(Mode mode) {
      return false;
    }
  }
}
