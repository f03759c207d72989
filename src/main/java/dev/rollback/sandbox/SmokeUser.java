package dev.rollback.sandbox;

import java.nio.file.Path;

/**
 * A user whose credentials are known, in files that only their owner can read.
 *
 * @param email the file that holds the email address, without a line end
 * @param password the file that holds the password, without a line end
 */
public record SmokeUser(Path email, Path password) {}
