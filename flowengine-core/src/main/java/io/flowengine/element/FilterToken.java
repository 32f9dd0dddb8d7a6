package io.flowengine.element;

/**
 * A piece of a filter.
 *
 * @param kind what it is
 * @param text what it says: of a text what is between the quotes
 * @param column where it begins, from 1
 */
record FilterToken(Kind kind, String text, int column) {
  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  boolean is(Kind wanted, String said) {
    return kind == wanted && text.equals(said);
  }

  /** How messages call it. */
  String shown() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }
}
