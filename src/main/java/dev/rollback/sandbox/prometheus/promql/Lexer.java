package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Divides a query into its words. */
final class Lexer {
  private static final int MOST = 1000;
  private static final Pattern SPACE = Pattern.compile("\\s++");
  private static final Pattern COMMENT = Pattern.compile("#[^\\n]*+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern DURATION =
      Pattern.compile("(?:\\d+(?:ms|[smhdwy]))+(?![a-zA-Z0-9_])");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(?![a-zA-Z0-9_])");
  private static final Pattern SIGN = Pattern.compile("==|!=|=~|!~|<=|>=|[-+*/%^=<>(){}\\[\\],:@]");

  private final String query;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String query) {
    this.query = query;
  }

  /**
   * The words of a query; the last one is its end.
   *
   * @throws PromQlException when there is something that belongs to none
   */
  static List<Token> tokens(String query) {
    var lexer = new Lexer(query);
    while (lexer.more()) {
      lexer.next();
    }
    if (lexer.tokens.size() > MOST) {
      throw Place.error(
          query, 0, "the sandbox does not know queries of more than " + MOST + " words");
    }
    lexer.tokens.add(new Token(Kind.END, "", query.length()));
    return List.copyOf(lexer.tokens);
  }

  private boolean more() {
    var blank = length(SPACE) + length(COMMENT);
    while (blank > 0) {
      at += blank;
      blank = length(SPACE) + length(COMMENT);
    }
    return at < query.length();
  }

  private void next() {
    var first = query.charAt(at);
    if (first == '"' || first == '\'' || first == '`') {
      string(first);
    } else if (!take(Kind.NAME, NAME)
        && !take(Kind.DURATION, DURATION)
        && !take(Kind.NUMBER, NUMBER)
        && !take(Kind.SIGN, SIGN)) {
      throw Place.error(
          query,
          at,
          Character.isDigit(first)
              ? "bad number or duration syntax"
              : "unexpected character: '" + Character.toString(query.codePointAt(at)) + "'");
    }
  }

  private boolean take(Kind kind, Pattern pattern) {
    var length = length(pattern);
    if (length > 0) {
      tokens.add(new Token(kind, query.substring(at, at + length), at));
      at += length;
    }
    return length > 0;
  }

  private int length(Pattern pattern) {
    var found = pattern.matcher(query).region(at, query.length()).useTransparentBounds(true);
    return found.lookingAt() ? found.end() - found.start() : 0;
  }

  /** Between back-quotes nothing has another meaning. */
  private void string(char quote) {
    var begin = at++;
    var text = new StringBuilder();
    while (at < query.length() && query.charAt(at) != quote) {
      var next = query.charAt(at++);
      if (next == '\n' && quote != '`') {
        break;
      }
      text.append(next == '\\' && quote != '`' ? escaped(begin) : next);
    }
    if (at >= query.length() || query.charAt(at) != quote) {
      throw Place.error(query, begin, "unterminated quoted string");
    }
    at++;
    tokens.add(new Token(Kind.STRING, text.toString(), begin));
  }

  private char escaped(int begin) {
    if (at == query.length()) {
      throw Place.error(query, begin, "unterminated quoted string");
    }
    var escape = query.charAt(at++);
    return switch (escape) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\', '"', '\'' -> escape;
      default -> throw Place.error(query, at - 2, "unknown escape sequence '\\" + escape + "'");
    };
  }
}
