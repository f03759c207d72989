package dev.rollback.diagnostic;

/**
 * A stretch of a source file. Lines and columns are counted from 1, columns in UTF-16 units, and
 * the end is exclusive.
 */
public record SourceSpan(SourceFile file, int line, int column, int endLine, int endColumn) {

  /** A span of one position, where only the start is known. */
  public static SourceSpan at(SourceFile file, int line, int column) {
    return new SourceSpan(file, line, column, line, column + 1);
  }

  /** {@code file:line:column}, the form that editors and terminals turn into a link. */
  public String location() {
    return file.name() + ":" + line + ":" + column;
  }
}
