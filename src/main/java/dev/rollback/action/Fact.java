package dev.rollback.action;

/**
 * One of the facts by which a system tells what it is, and to which {@code rollback.yaml} can pin a
 * connection.
 *
 * @param name the key under {@code identity:}, lower case with hyphens
 * @param form a regular expression for its values
 * @param lasting whether a restart of the system leaves it as it is
 * @param doc what it is, for the reference
 */
public record Fact(String name, String form, boolean lasting, String doc) {}
