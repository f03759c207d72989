package dev.rollback.adapter.postgres.rows;

import dev.rollback.shape.Doc;
import dev.rollback.shape.Fingerprint;

/** The rows that an update would change, as a digest. */
@Doc("The rows that are not yet as they shall be.")
public record RowSet(
    @Doc("How many rows there are.") long rows,
    @Doc("The SHA-256 of their keys and of the values that would be changed.") @Fingerprint
        String digest) {
  /** No row at all. */
  static final RowSet NONE = new RowSet(0, "");
}
