package dev.rollback.run;

import dev.rollback.action.Content;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The port to the durable record of one run. One process at a time writes it; {@code append} may be
 * called by several threads.
 *
 * <p>All methods throw {@link dev.rollback.diagnostic.SystemException} when the record cannot be
 * written or read; the runner then does nothing further to any system.
 */
public interface Journal extends AutoCloseable {
  /**
   * Appends an event; when this returns, it is on disk and survives a crash of the machine.
   *
   * @return the event in its place
   */
  JournalEntry append(RunEvent event);

  /** Everything that has been appended, in order, events of this process included. */
  List<JournalEntry> entries();

  /**
   * Keeps what {@code writer} puts into the sink, in a file of its own; when this returns, it is on
   * disk. Nothing refers to it until an event does.
   */
  BlobRef keep(String step, Consumer<Content.Sink> writer);

  /**
   * Keeps lines of text in a file of its own that people can open; known secrets are masked in it.
   * When this returns, it is on disk. Nothing refers to it until an event does.
   *
   * @param name as {@link dev.rollback.action.Capture.Files#keep} was given it
   */
  BlobRef keepText(String step, String name, Stream<String> lines);

  /** Reads a before-image; its hash is checked before the first entry is given out. */
  Content read(BlobRef blob);

  @Override
  void close();
}
