package dev.rollback.cli;

import dev.rollback.diagnostic.DidYouMean;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One {@code --output}: the form of what is printed, or a report in a file beside it. Only a file
 * has a {@code =}.
 */
sealed interface OutputOption {
  /** What is printed has this form. */
  record Printed(CommonOptions.Output form) implements OutputOption {}

  /** A report is written as well. */
  record Written(FileForm form, Path file) implements OutputOption {}

  /** The forms of reports in files. */
  enum FileForm {
    /** JUnit XML, for the test view of a CI system. */
    junit
  }

  /** What completion offers. */
  final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              names(CommonOptions.Output.values()),
              names(FileForm.values()).map(form -> form + "="))
          .iterator();
    }
  }

  private static Stream<String> names(Enum<?>[] all) {
    return Stream.of(all).map(Enum::name);
  }

  /** Reads one. */
  final class Converter implements ITypeConverter<OutputOption> {
    @Override
    public OutputOption convert(String text) {
      var parts = text.split("=", 2);
      if (parts.length == 1) {
        return new Printed(named(CommonOptions.Output.values(), text, text));
      }
      if (parts[1].isBlank()) {
        throw new TypeConversionException(
            "'%s' names no file; write %s=FILE".formatted(text, parts[0]));
      }
      return new Written(named(FileForm.values(), parts[0], text), Path.of(parts[1]));
    }

    private static <E extends Enum<E>> E named(E[] all, String name, String text) {
      return Stream.of(all)
          .filter(e -> e.name().equals(name))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException(unknown(name, text)));
    }

    private static String unknown(String name, String text) {
      var known =
          Stream.concat(
                  names(CommonOptions.Output.values()),
                  names(FileForm.values()).map(form -> form + "=FILE"))
              .toList();
      return "'%s' is no form of output; there are %s%s"
          .formatted(
              text,
              String.join(", ", known),
              DidYouMean.among(name, known.stream().map(k -> k.replace("=FILE", "")).toList())
                  .map(meant -> "; did you mean " + meant + "?")
                  .orElse(""));
    }
  }
}
