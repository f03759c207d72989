package dev.rollback.adapter.kubernetes.transport;

import io.fabric8.kubernetes.client.OAuthTokenProvider;

/** A token that may become another one while a connection lasts. */
interface LiveToken extends OAuthTokenProvider {

  /**
   * The token as it is now; the client asks for it before each request, and once more when the
   * server did not accept it.
   *
   * @throws dev.rollback.diagnostic.SystemException when there is none to be had
   */
  @Override
  String getToken();

  /** The server did not accept it: the next one is to be a new one. */
  void rejected();
}
