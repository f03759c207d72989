package dev.rollback.journal;

import dev.rollback.run.JournalEntry;
import java.util.List;
import java.util.Optional;

/**
 * What could be read of a journal.
 *
 * @param entries the intact entries, in order, up to the damage
 * @param damage what stopped the reading
 * @param head SHA-256 of the last intact line, in hex; 64 zeros where there is none
 * @param intact the length in bytes of the intact lines
 * @param torn the length in bytes of an unfinished line at the end: an append that never returned
 */
public record Reading(
    List<JournalEntry> entries,
    Optional<JournalDamage> damage,
    String head,
    long intact,
    long torn) {
  /** Keeps its own copy of the entries. */
  public Reading {
    entries = List.copyOf(entries);
  }

  /** Of a journal of which nothing was read yet. */
  public static Reading nothing() {
    return new Reading(List.of(), Optional.empty(), Sha256.NONE, 0, 0);
  }

  /**
   * How many entries the journal had when this was the SHA-256 of its last line; empty where it
   * never was.
   *
   * @param hash in hex
   */
  public Optional<Integer> entriesAt(String hash) {
    if (!entries.isEmpty() && hash.equals(head)) {
      return Optional.of(entries.size());
    }
    // Each line names the hash of the one before it.
    for (var i = 1; i < entries.size(); i++) {
      if (entries.get(i).previous().equals(hash)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /**
   * The entries of a journal that is whole.
   *
   * @throws dev.rollback.diagnostic.SystemException naming the damage
   */
  public List<JournalEntry> orThrow() {
    if (damage.isPresent()) {
      throw damage.get().refusal();
    }
    return entries;
  }
}
