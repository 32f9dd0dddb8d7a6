package io.flowengine.jdbc.internal.session;

/**
 * Texts with the character U+0000 in a form without it, because PostgreSQL refuses it and the
 * functions of SQLite stop at it. U+0001 marks: {@code U+0001 0} stands for U+0000 and {@code
 * U+0001 1} for U+0001 itself. Other texts stay as they are.
 */
final class NulEscapes {
  private static final char MARK = '\u0001';

  private NulEscapes() {}

  static String encode(String text) {
    if (text.indexOf('\0') < 0 && text.indexOf(MARK) < 0) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\0' -> encoded.append(MARK).append('0');
        case MARK -> encoded.append(MARK).append('1');
        default -> encoded.append(c);
      }
    }
    return encoded.toString();
  }

  static String decode(String text) {
    if (text.indexOf(MARK) < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == MARK && i + 1 < text.length()) {
        decoded.append(text.charAt(++i) == '0' ? '\0' : MARK);
      } else {
        decoded.append(c);
      }
    }
    return decoded.toString();
  }
}
