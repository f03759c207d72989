package dev.rollback.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What is done when checks do not pass: a scenario is planned.
 *
 * @param scenario its name, or the path of its file
 * @param named where the plan is saved; empty: beside, under the scenario's name
 */
record OnFailure(String scenario, Optional<Path> named) {
  /** Where the plan is saved. */
  Path file() {
    return named.orElseGet(
        () -> {
          var file = String.valueOf(Path.of(scenario).getFileName());
          return Path.of(file.replaceFirst("\\.yaml$", "") + ".plan.json");
        });
  }

  /** Reads {@code plan:NAME} and {@code plan:NAME=FILE}. */
  static final class Converter implements ITypeConverter<OnFailure> {
    private static final Pattern FORM = Pattern.compile("plan:([^=]+)(?:=(.+))?", Pattern.DOTALL);

    @Override
    public OnFailure convert(String text) {
      var form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'%s' says nothing to do; write plan:SCENARIO or plan:SCENARIO=FILE".formatted(text));
      }
      return new OnFailure(form.group(1), Optional.ofNullable(form.group(2)).map(Path::of));
    }
  }
}
