package dev.rollback.help;

/**
 * A command line that somebody wants to type.
 *
 * @param what it does, in a few words
 * @param line the command line, which begins with {@code rollback}
 */
public record Example(String what, String line) {}
