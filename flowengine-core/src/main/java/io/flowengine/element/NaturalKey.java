package io.flowengine.element;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text by which numbers inside texts count as numbers. Total: only equal texts are equal.
 *
 * @param text the text
 */
record NaturalKey(String text) implements Comparable<NaturalKey> {
  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  @Override
  public int compareTo(NaturalKey other) {
    Matcher mine = PART.matcher(text);
    Matcher theirs = PART.matcher(other.text);
    while (mine.find()) {
      if (!theirs.find()) {
        return 1;
      }
      int order = compare(mine.group(), theirs.group());
      if (order != 0) {
        return order;
      }
    }
    return theirs.find() ? -1 : text.compareTo(other.text);
  }

  /** Texts come before numbers. */
  private static int compare(String one, String other) {
    boolean isNumber = isNumber(one);
    if (isNumber != isNumber(other)) {
      return isNumber ? 1 : -1;
    }
    int order = isNumber ? new BigInteger(one).compareTo(new BigInteger(other)) : 0;
    return order == 0 ? one.compareTo(other) : order;
  }

  private static boolean isNumber(String part) {
    return part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }
}
