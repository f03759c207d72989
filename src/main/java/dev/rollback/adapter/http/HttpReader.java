package dev.rollback.adapter.http;

import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.web.Answer;
import dev.rollback.web.Request;

/** What checks ask of an HTTP service, and where they get their secrets. */
public interface HttpReader extends Secrets {

  /**
   * Sends one request and reads the answer; a redirect is an answer and is not followed.
   *
   * @throws dev.rollback.diagnostic.SystemException when no answer came in time, saying from where
   */
  Answer send(Request request);

  /** A value that nobody can guess and that is another one each time. */
  Sensitive unguessable();
}
