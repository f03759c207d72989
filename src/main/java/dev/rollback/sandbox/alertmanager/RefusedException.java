package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.sandbox.web.Reply;

/** A request that is not done, in Alertmanager's words. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Reply reply;

  private RefusedException(int status, JsonNode body) {
    super("HTTP " + status + " " + body);
    this.reply = Reply.json(status, body.toString());
  }

  /** The request makes no sense: Alertmanager says so in a plain text. */
  static RefusedException text(int status, String message) {
    return new RefusedException(status, JsonNodeFactory.instance.textNode(message));
  }

  /** The request has not the form that the API describes. */
  static RefusedException form(int status, int code, String message) {
    return new RefusedException(
        status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
  }

  Reply reply() {
    return reply;
  }
}
