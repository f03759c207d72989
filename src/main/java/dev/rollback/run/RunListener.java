package dev.rollback.run;

/** Is told what happens, after it is in the journal. Must not fail, and must be quick. */
public interface RunListener {
  /** An event was recorded. */
  void recorded(JournalEntry entry);

  /** A step has come so far; not recorded. */
  void progress(String step, String how);

  /** Nobody listens. */
  static RunListener none() {
    return new RunListener() {
      @Override
      public void recorded(JournalEntry entry) {}

      @Override
      public void progress(String step, String how) {}
    };
  }
}
