package dev.rollback.cli;

import dev.rollback.yaml.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on the command line: in ISO 8601 as in files, or as people type it. */
final class DurationOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.typed(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no duration; write it as 90s, 5m, 1h30m or PT5M".formatted(text)));
  }
}
