package dev.rollback.diagnostic;

/** A value and the place where a person wrote it. */
public record Located<T>(T value, SourceSpan at) {}
