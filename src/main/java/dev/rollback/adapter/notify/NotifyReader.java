package dev.rollback.adapter.notify;

import dev.rollback.action.Requirement.Finding;

/** What can be asked of a receiver without writing to it. */
public interface NotifyReader {

  /** How messages name it: its URL is a secret. */
  String name();

  /** Whether its URL, and the token if there is one, can be read and used. Nothing is sent. */
  Finding usable();
}
