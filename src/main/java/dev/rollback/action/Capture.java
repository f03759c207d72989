package dev.rollback.action;

import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps evidence: reads a system and writes what it read into files beside the journal. It changes
 * nothing, and after a crash it is simply done again. Implementations are records, and their
 * components are what is written under {@code with:}.
 *
 * @param <R> a client that can only read
 */
public interface Capture<R> {
  /** What is read. Pure. */
  Target target();

  /** What reading needs. */
  List<Requirement<R>> requirements();

  /** What will be kept, one line, for the preview. Pure. */
  String preview();

  /**
   * Reads, and keeps files. What could not be read is said in the files themselves or in the
   * answer; a system that cannot be read at all throws, and what was kept by then stays.
   *
   * @return what there is to say about it, one line: what was cut off, what was not there
   * @throws dev.rollback.diagnostic.SystemException when there is nothing to keep because the
   *     system cannot be read
   */
  String collect(R system, Files files);

  /** Where evidence goes. */
  interface Files {
    /**
     * Keeps one file of text, line by line; known secrets are masked in it. When this returns, it
     * is on disk.
     *
     * @param name a file name without a path, such as {@code grid-api-7d4f.log}; unique in its step
     * @param lines without their line breaks; read once, so that memory does not grow with them
     * @throws dev.rollback.diagnostic.SystemException when the disk does not take it
     */
    void keep(String name, Stream<String> lines);
  }
}
