package dev.rollback.cli;

import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One value of {@code --output}: what is printed, or what is saved in a file besides. */
sealed interface OutputChoice {
  /** The forms of what is printed on standard output. */
  enum Form {
    /** For people. */
    text,
    /** One document for programs. */
    json,
    /** An object for programs on a line of its own, as soon as there is something to say. */
    jsonl
  }

  /** {@code json}. */
  record Printed(Form form) implements OutputChoice {}

  /** {@code junit=FILE}. */
  record Saved(String kind, Path file) implements OutputChoice {}

  /**
   * What is printed; text where nothing is said.
   *
   * @throws UserException when it is said twice
   */
  static Form printed(List<OutputChoice> choices) {
    var forms =
        choices.stream()
            .filter(Printed.class::isInstance)
            .map(c -> ((Printed) c).form())
            .distinct()
            .toList();
    if (forms.size() > 1) {
      throw new UserException(
          "--output %s and --output %s: standard output has one form"
              .formatted(forms.get(0), forms.get(1)),
          "Keep one of them; what goes into a file is written KIND=FILE.");
    }
    return forms.isEmpty() ? Form.text : forms.getFirst();
  }

  /**
   * The files by their kind.
   *
   * @param known the kinds that the command can write
   * @throws UserException when there is another kind, or the same one twice
   */
  static Map<String, Path> saved(List<OutputChoice> choices, Set<String> known) {
    var files = new LinkedHashMap<String, Path>();
    for (var choice : choices) {
      if (choice instanceof Saved(var kind, var file)) {
        if (!known.contains(kind)) {
          throw new UserException(
              "--output %s=%s: this command writes no file of kind '%s'"
                  .formatted(kind, file, kind),
              known.isEmpty()
                  ? "Leave it out; --output json prints a document, which the shell can keep."
                  : DidYouMean.among(kind, known)
                      .map(meant -> "Did you mean '" + meant + "'?")
                      .orElse("There is: " + String.join(", ", new TreeSet<>(known)) + "."));
        }
        if (files.put(kind, file) != null) {
          throw new UserException(
              "--output " + kind + "=FILE is there twice", "Name one file of each kind.");
        }
      }
    }
    return files;
  }

  /**
   * What a command line that could not be understood most probably wanted printed.
   *
   * @param words the command line, of which any may be wrong
   */
  static Form guessed(List<String> words) {
    var wanted = Form.text;
    for (var i = 0; i < words.size(); i++) {
      var word = words.get(i);
      var value =
          word.startsWith("--output=")
              ? word.substring("--output=".length())
              : word.equals("--output") && i + 1 < words.size() ? words.get(i + 1) : "";
      for (var form : Form.values()) {
        wanted = form.name().equals(value) ? form : wanted;
      }
    }
    return wanted;
  }

  /** Reads a value. */
  final class Converter implements ITypeConverter<OutputChoice> {
    private static final Pattern FILE = Pattern.compile("([a-z][a-z0-9-]*)=(.+)", Pattern.DOTALL);

    @Override
    public OutputChoice convert(String value) {
      var file = FILE.matcher(value);
      if (file.matches()) {
        return new Saved(file.group(1), Path.of(file.group(2)));
      }
      return Arrays.stream(Form.values())
          .filter(f -> f.name().equals(value))
          .findFirst()
          .<OutputChoice>map(Printed::new)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of [text, json, jsonl] or KIND=FILE but was '" + value + "'"));
    }
  }

  /** For completion. */
  final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Form.values()).map(Form::name).iterator();
    }
  }
}
