package dev.rollback.web;

import dev.rollback.action.Connection;

/** A way to a service over HTTP: where it leads, and how it ends. */
public interface WebConnection<R, W extends R> extends Connection<R, W> {
  /** What carries its requests. */
  Web web();

  @Override
  default String address() {
    return web().site().base().url();
  }

  @Override
  default void close() {
    web().close();
  }
}
