package dev.rollback.journal;

/**
 * This process, as another one is to know it that finds a run locked.
 *
 * @param user the user it runs as
 * @param host the machine it runs on
 * @param pid its process id there
 */
public record Writer(String user, String host, long pid) {}
