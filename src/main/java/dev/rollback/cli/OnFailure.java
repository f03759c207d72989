package dev.rollback.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What is done when checks do not pass: a scenario is planned.
 *
 * @param scenario its name, or the path of its file
 * @param named where the plan is saved; empty: beside, under the scenario's name
 */
record OnFailure(String scenario, Optional<Path> named) {
  private static final String PLAN = "plan:";

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
    @Override
    public OnFailure convert(String text) {
      var parts = text.startsWith(PLAN) ? text.substring(PLAN.length()).split("=", 2) : NONE;
      if (parts.length == 0 || parts[0].isBlank() || (parts.length == 2 && parts[1].isBlank())) {
        throw new TypeConversionException(
            "'%s' says nothing to do; write plan:SCENARIO or plan:SCENARIO=FILE".formatted(text));
      }
      return new OnFailure(
          parts[0], parts.length == 2 ? Optional.of(Path.of(parts[1])) : Optional.empty());
    }

    private static final String[] NONE = {};
  }
}
