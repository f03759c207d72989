package dev.rollback.help;

import dev.rollback.diagnostic.Topic;
import dev.rollback.report.DocBlock;
import dev.rollback.report.DocReader;
import dev.rollback.report.DocText;
import dev.rollback.report.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The texts of topics: the documentation itself, which is packaged with the program. */
public final class Topics {
  private static final String FOLDER = "/dev/rollback/help/";

  private Topics() {}

  /**
   * The text of a topic.
   *
   * @throws IllegalStateException when the program was packaged without it
   */
  public static List<DocBlock> blocks(Topic topic) {
    var page = DocReader.page(packaged(topic.file()));
    return topic.section().isEmpty() ? page : DocReader.section(page, topic.section());
  }

  /** The text of a topic for a terminal; it ends with a line break. */
  public static String text(Topic topic, Layout layout) {
    return DocText.of(blocks(topic), layout, to -> linked(topic, to));
  }

  /** What is said of a link: the command that shows it, or the address. */
  public static String linked(Topic from, String to) {
    if (to.startsWith("http")) {
      return to;
    }
    var parts = to.split("#", 2);
    var file = parts[0].isEmpty() ? from.file() : beside(from.file(), parts[0]);
    var anchor = parts.length == 2 ? parts[1] : "";
    return named(file, anchor).or(() -> named(file, "")).map(Topic::command).orElse("");
  }

  private static String beside(String file, String relative) {
    var folder = Optional.ofNullable(Path.of(file).getParent()).orElse(Path.of(""));
    return folder.resolve(relative).normalize().toString();
  }

  private static Optional<Topic> named(String file, String anchor) {
    return Arrays.stream(Topic.values())
        .filter(t -> t.file().equals(file) && anchor(t.section()).equals(anchor))
        .findFirst();
  }

  /** As code hosts make it of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  private static String packaged(String file) {
    try (var in = Topics.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("this program was packaged without " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
