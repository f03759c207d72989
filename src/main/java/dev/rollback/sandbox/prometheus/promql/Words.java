package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** The words of a query, read one after the other. */
final class Words {
  private final String query;
  private final List<Token> tokens;
  private int next;

  /** All words of a query. */
  Words(String query) {
    this.query = query;
    this.tokens = Lexer.tokens(query);
  }

  Token peek() {
    return tokens.get(next);
  }

  /** The one after the next; the end, when there is none. */
  Token second() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token take() {
    var token = peek();
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  boolean skip(String sign) {
    var is = peek().is(sign);
    if (is) {
      take();
    }
    return is;
  }

  boolean skipWord(String word) {
    var is = peek().isWord(word);
    if (is) {
      take();
    }
    return is;
  }

  void require(String sign, String where) {
    if (!skip(sign)) {
      throw unexpected(peek(), where, "\"" + sign + "\"");
    }
  }

  Token require(Kind kind, String where, String expected) {
    if (peek().kind() != kind) {
      throw unexpected(peek(), where, expected);
    }
    return take();
  }

  /** The names of labels, in parentheses. */
  List<String> labels(String where) {
    require("(", where);
    var names = new ArrayList<String>();
    while (!skip(")")) {
      names.add(require(Kind.NAME, where, "label or \")\"").text());
      if (!peek().is(")")) {
        require(",", where);
      }
    }
    return List.copyOf(names);
  }

  /** A time in milliseconds. */
  long duration(String where) {
    var token = require(Kind.DURATION, where, "duration");
    return Durations.millis(token.text())
        .orElseThrow(() -> error(token, "not a valid duration string: \"" + token.text() + "\""));
  }

  PromQlException unexpected(Token token, String where, String expected) {
    return error(
        token,
        "unexpected %s in %s%s"
            .formatted(token.shown(), where, expected.isEmpty() ? "" : ", expected " + expected));
  }

  PromQlException error(Token token, String what) {
    return Place.error(query, token.at(), what);
  }

  /** What a real server may know. */
  PromQlException unknown(Token token, String what) {
    return error(token, "the sandbox does not know " + what);
  }
}
