package dev.rollback.process;

/**
 * What a program printed, decoded as UTF-8; what is none is replaced.
 *
 * @param head the beginning, or all of it
 * @param tail the end; empty where nothing was left out
 * @param left how many bytes between them were left out
 */
public record Output(String head, String tail, long left) {
  /** Nothing at all. */
  public static final Output NONE = new Output("", "", 0);

  /** All that was kept, with a line that says how much is missing, where it is. */
  public String text() {
    return left == 0 ? head : head + "\n[... %,d bytes left out ...]\n".formatted(left) + tail;
  }

  /** Whether it printed anything but white space. */
  public boolean isBlank() {
    return text().isBlank();
  }
}
