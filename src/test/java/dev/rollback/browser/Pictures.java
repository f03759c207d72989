package dev.rollback.browser;

import dev.rollback.browser.Chromium.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes pictures of a page: {@code PAGE.html PREFIX [all]}. See scripts/pictures. */
final class Pictures {
  private static final View LIGHT = new View(1100, 2120, 1, false);
  private static final View DARK = new View(1100, 2120, 1, true);
  private static final View PHONE = new View(360, 780, 2, false);

  private static final View PAPER = new View(700, 1000, 1, false);

  private Pictures() {}

  public static void main(String[] args) throws IOException {
    var page = Path.of(args[0]).toAbsolutePath();
    var whole = args.length > 2 && args[2].equals("all");
    var binary =
        Chromium.installed().orElseThrow(() -> new IOException("there is no chromium on PATH"));
    try (var chromium = Chromium.start(binary)) {
      write(args[1] + "-light.png", chromium.open(page.toUri(), LIGHT).picture(whole));
      write(args[1] + "-dark.png", chromium.open(page.toUri(), DARK).picture(whole));
      write(args[1] + "-phone.png", chromium.open(page.toUri(), PHONE).picture(whole));
      if (whole) {
        var paper = chromium.open(page.toUri(), PAPER);
        paper.asOnPaper();
        write(args[1] + "-paper.png", paper.picture(true));
        write(args[1] + "-paper.pdf", paper.print());
      }
    }
  }

  private static void write(String file, byte[] bytes) throws IOException {
    Files.write(Path.of(file), bytes);
  }
}
