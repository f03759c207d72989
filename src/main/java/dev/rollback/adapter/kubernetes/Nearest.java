package dev.rollback.adapter.kubernetes;

import dev.rollback.diagnostic.DidYouMean;
import java.util.Collection;

/** Says what was probably meant by a name that does not exist, and what there is. */
public final class Nearest {
  private Nearest() {}

  /** {@code "; did you mean 'x'? There are: x, y"}, as much of it as there is to say. */
  public static String hint(String written, Collection<String> known) {
    if (known.isEmpty()) {
      return "; there are none";
    }
    return DidYouMean.among(written, known)
            .map(name -> "; did you mean '" + name + "'?")
            .orElse(".")
        + " There are: "
        + String.join(", ", known.stream().sorted().toList());
  }
}
