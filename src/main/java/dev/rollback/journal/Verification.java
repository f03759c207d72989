package dev.rollback.journal;

import java.util.List;

/**
 * What a run's record proves.
 *
 * @param run the run's id
 * @param entries how many entries are intact
 * @param head SHA-256 of the last intact line, in hex; whoever noted it can tell whether entries
 *     were cut off or the whole journal was rewritten since, which the chain alone cannot
 * @param blobs how many saved contents were read to their end and are intact
 * @param damages everything that is not as it was written
 * @param notes what is no damage and yet not of the record: an unfinished line, content that no
 *     entry refers to
 */
public record Verification(
    String run,
    int entries,
    String head,
    int blobs,
    List<JournalDamage> damages,
    List<String> notes) {
  /** Keeps its own copies. */
  public Verification {
    damages = List.copyOf(damages);
    notes = List.copyOf(notes);
  }

  /** Whether everything is as it was written. */
  public boolean intact() {
    return damages.isEmpty();
  }
}
