package dev.rollback.adapter.postgres.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.core.Parser;

/**
 * A piece of a statement: a name, a sign, or a constant. Comments are none.
 *
 * @param kind what it is
 * @param text a word in lower case, a quoted name as it is meant, a sign; empty for a constant
 */
record Token(Kind kind, String text) {
  /** What a token is. */
  enum Kind {
    WORD,
    NAME,
    SIGN,
    CONSTANT
  }

  /** Whether it is this word of the language, and not a quoted name. */
  boolean is(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  /** Whether it is this sign. */
  boolean sign(char sign) {
    return kind == Kind.SIGN && text.charAt(0) == sign;
  }

  /** Whether a thing can be named so. */
  boolean names() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }

  /** The tokens of a statement, told apart as the driver tells them. */
  static List<Token> of(String sql) {
    var chars = sql.toCharArray();
    var tokens = new ArrayList<Token>();
    for (var i = 0; i < chars.length; i++) {
      i = next(chars, i, tokens);
    }
    return List.copyOf(tokens);
  }

  /** Takes what begins here; where it ends. */
  private static int next(char[] chars, int i, List<Token> tokens) {
    return switch (chars[i]) {
      case '\'' -> constant(tokens, Parser.parseSingleQuotes(chars, i, true));
      case '"' -> quoted(chars, i, tokens);
      case '-' -> comment(chars, i, Parser.parseLineComment(chars, i), tokens);
      case '/' -> comment(chars, i, Parser.parseBlockComment(chars, i), tokens);
      case '$' -> {
        var end = Parser.parseDollarQuotes(chars, i);
        yield end > i ? constant(tokens, end) : sign(chars[i], i, tokens);
      }
      default -> {
        if (Character.isWhitespace(chars[i])) {
          yield i;
        }
        yield Parser.isIdentifierStartChar(chars[i])
            ? word(chars, i, tokens)
            : sign(chars[i], i, tokens);
      }
    };
  }

  private static int constant(List<Token> tokens, int end) {
    tokens.add(new Token(Kind.CONSTANT, ""));
    return end;
  }

  private static int quoted(char[] chars, int i, List<Token> tokens) {
    var end = Parser.parseDoubleQuotes(chars, i);
    var inside = new String(chars, i + 1, Math.max(0, Math.min(end, chars.length) - i - 1));
    tokens.add(new Token(Kind.NAME, inside.replace("\"\"", "\"")));
    return end;
  }

  private static int comment(char[] chars, int i, int end, List<Token> tokens) {
    return end > i ? end : sign(chars[i], i, tokens);
  }

  private static int sign(char sign, int i, List<Token> tokens) {
    tokens.add(new Token(Kind.SIGN, String.valueOf(sign)));
    return i;
  }

  private static int word(char[] chars, int i, List<Token> tokens) {
    var end = i;
    while (end + 1 < chars.length && Parser.isIdentifierContChar(chars[end + 1])) {
      end++;
    }
    var word = new String(chars, i, end - i + 1).toLowerCase(Locale.ROOT);
    tokens.add(new Token(Kind.WORD, word));
    return end;
  }
}
