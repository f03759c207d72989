package dev.rollback.adapter.postgres;

import dev.rollback.action.SecretRef;
import dev.rollback.shape.Doc;
import java.util.Optional;

/** A PostgreSQL connection as {@code rollback.yaml} describes it. */
@Doc("One database of a PostgreSQL server, version 10 or later.")
public record PostgresSettings(
    @Doc(
            "jdbc:postgresql://HOST:PORT/DATABASE. Nothing is left to a default. Options may follow"
                + " for TLS alone: ?sslmode=verify-full&sslrootcert=/PATH (also sslcert, sslkey).")
        String url,
    @Doc("The role that it signs in as.") String user,
    @Doc("Where the password is kept; never the password itself.") Optional<SecretRef> password) {}
