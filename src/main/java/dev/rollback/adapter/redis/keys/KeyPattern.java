package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.RedisLeases;
import java.nio.charset.StandardCharsets;

/**
 * A glob as Redis reads it: {@code *}, {@code ?}, {@code [ab]}, {@code \} before a character that
 * stands for itself. A text is matched as its UTF-8 bytes; a wildcard matches any byte.
 */
public record KeyPattern(String glob) {

  /** Every key there is. */
  static final KeyPattern ALL = new KeyPattern("*");

  /**
   * A glob that says something about the names.
   *
   * @throws IllegalArgumentException when it consists of wildcards alone, or is about leases alone
   */
  static KeyPattern selective(String glob) {
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("an empty pattern matches no key");
    }
    if (literals(glob) == 0) {
      throw new IllegalArgumentException(
          "the pattern '"
              + glob
              + "' consists of wildcards alone, so it would match keys of every kind; give at least"
              + " one character that the names have in common, as in `session:*`");
    }
    if (head(glob).startsWith(RedisLeases.PREFIX)) {
      throw new IllegalArgumentException(
          "the pattern '"
              + glob
              + "' is about the keys under "
              + RedisLeases.PREFIX
              + " alone, where it stands who moves a target; no step deletes them");
    }
    return new KeyPattern(glob);
  }

  /** How many colons a prefix has by which the matching names are told apart. */
  int depth() {
    return 1 + (int) head(glob).chars().filter(c -> c == ':').count();
  }

  /** Whether a key that begins so may match; judged by what is before the first wildcard. */
  boolean mayMatchUnder(String prefix) {
    var head = head(glob);
    return head.startsWith(prefix) || prefix.startsWith(head);
  }

  /** The characters before the first wildcard. */
  private static String head(String glob) {
    var head = new StringBuilder();
    for (var at = 0; at < glob.length() && "*?[".indexOf(glob.charAt(at)) < 0; at++) {
      if (glob.charAt(at) == '\\' && at + 1 < glob.length()) {
        at++;
      }
      head.append(glob.charAt(at));
    }
    return head.toString();
  }

  byte[] bytes() {
    return glob.getBytes(StandardCharsets.UTF_8);
  }

  /** A name that the pattern is about, to ask for permissions with. */
  public byte[] specimen() {
    return specimen("");
  }

  /**
   * Another such name: where the pattern has a {@code *} these differ in what a cluster looks at to
   * choose a slot.
   */
  byte[] specimen(int number) {
    return specimen("{" + number + "}");
  }

  private byte[] specimen(String anything) {
    var tag = anything;
    var name = new StringBuilder();
    for (var at = 0; at < glob.length(); at++) {
      var c = glob.charAt(at);
      if (c == '\\' && at + 1 < glob.length()) {
        at++;
        name.append(glob.charAt(at));
      } else if (c == '[') {
        name.append(firstOfClass(glob, at));
        at = endOfClass(glob, at);
      } else {
        name.append(c);
        if (c == '*') {
          name.append(tag);
          tag = "";
        }
      }
    }
    return name.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int literals(String glob) {
    var found = 0;
    for (var at = 0; at < glob.length(); at++) {
      switch (glob.charAt(at)) {
        case '*', '?' -> {}
        case '[' -> at = endOfClass(glob, at);
        case '\\' -> {
          at++;
          found++;
        }
        default -> found++;
      }
    }
    return found;
  }

  /**
   * Where the class that begins at {@code at} ends; like Redis, at the end when it is not closed.
   */
  private static int endOfClass(String glob, int at) {
    for (var i = at + 1; i < glob.length(); i++) {
      if (glob.charAt(i) == '\\') {
        i++;
      } else if (glob.charAt(i) == ']') {
        return i;
      }
    }
    return glob.length();
  }

  private static char firstOfClass(String glob, int at) {
    var first = at + 1 < glob.length() ? glob.charAt(at + 1) : '[';
    return first == '^' || first == '\\' ? 'x' : first;
  }
}
