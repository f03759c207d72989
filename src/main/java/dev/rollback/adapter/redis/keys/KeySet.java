package dev.rollback.adapter.redis.keys;

import dev.rollback.shape.Doc;
import dev.rollback.shape.Fingerprint;
import dev.rollback.shape.Hint;
import java.util.List;

/** The keys that match a pattern, as a digest: two sets are equal when their names are. */
@Doc("The keys that match a pattern.")
public record KeySet(
    @Doc("How many keys there are.") long keys,
    @Doc("The sum of the SHA-256 of their names: the same for the same names in any order.")
        @Fingerprint
        String digest,
    @Doc("Some of the names; what is not printable is escaped.") Hint<List<String>> sample) {

  /** No key at all. */
  public static final KeySet NONE = new KeySet(0, "0".repeat(64), new Hint<>(List.of()));
}
