package dev.rollback.chaos;

import java.util.Optional;
import java.util.regex.Pattern;

/** Somebody who agrees to everything, whatever the scenario asks. */
final class Answers implements Child.Person {
  private static final Pattern NAME =
      Pattern.compile("Type the name of the target \\(([^)]+)\\).*> $", Pattern.DOTALL);

  @Override
  public Optional<String> apply(String shown) {
    if (shown.endsWith("[yes/no] ")) {
      return Optional.of("yes");
    } else if (shown.endsWith("[retry/undo/stop] ")) {
      return Optional.of("stop"); // no step fails by itself here: that is for the judge to see
    }
    var name = NAME.matcher(shown);
    return name.find() ? Optional.of(name.group(1)) : Optional.empty();
  }
}
