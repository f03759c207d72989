package dev.rollback.run;

import dev.rollback.shape.Doc;

/** A before-image, or a file of evidence, beside the journal; durable and complete. */
public record BlobRef(
    @Doc("The file's name beside the journal.") String file,
    @Doc("SHA-256 of the file, in hex.") String sha256,
    @Doc("How many entries it holds; of a file of evidence, lines.") long entries,
    @Doc("Its length in bytes.") long bytes) {}
