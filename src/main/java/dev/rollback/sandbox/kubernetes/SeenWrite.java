package dev.rollback.sandbox.kubernetes;

/**
 * A request that would change something, whatever was answered; a dry run and an access review are
 * none.
 *
 * @param verb create, update, patch, delete or deletecollection
 * @param resource what it is about, with its group: {@code deployments.apps}; a subresource is in
 *     the path
 * @param path without the query
 */
public record SeenWrite(String verb, String resource, String path) {}
