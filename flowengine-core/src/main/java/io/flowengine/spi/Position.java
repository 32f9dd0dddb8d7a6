package io.flowengine.spi;

import io.flowengine.execution.InvalidInputException;
import java.util.Arrays;

/**
 * Where in a flow a call is made. The calls of a flow are numbered from 1; inside a branch of a
 * group, the branch's own calls are numbered below the group's number and the branch's index:
 * {@code 7/0/2} is the second call of the first branch of the group that was the seventh call.
 * Overlapping branches therefore never compete for numbers. Immutable; ordered as a tree is written
 * down.
 */
public final class Position implements Comparable<Position> {
  private final int[] path;

  private Position(int[] path) {
    this.path = path;
  }

  /**
   * Gives the place of a call on the top level.
   *
   * @param number its number, from 1
   * @return the position
   */
  public static Position of(int number) {
    return new Position(new int[] {number});
  }

  /**
   * Reads the text form.
   *
   * @param text numbers joined by slashes
   * @return the position
   * @throws InvalidInputException if the text is something else
   */
  public static Position of(String text) {
    try {
      return new Position(Arrays.stream(text.split("/")).mapToInt(Integer::parseInt).toArray());
    } catch (NumberFormatException e) {
      throw new InvalidInputException("position", "must be numbers joined by slashes", text);
    }
  }

  /**
   * Gives the place of a call inside a branch of this group.
   *
   * @param branch the index of the branch, from 0
   * @param number the number of the call in the branch, from 1
   * @return the position
   */
  public Position in(int branch, int number) {
    int[] longer = Arrays.copyOf(path, path.length + 2);
    longer[path.length] = branch;
    longer[path.length + 1] = number;
    return new Position(longer);
  }

  @Override
  public int compareTo(Position other) {
    return Arrays.compare(path, other.path);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position position && Arrays.equals(path, position.path);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(path);
  }

  /** {@return the numbers joined by slashes} */
  @Override
  public String toString() {
    if (path.length == 1) {
      return Integer.toString(path[0]);
    }
    StringBuilder text = new StringBuilder();
    for (int part : path) {
      text.append(text.isEmpty() ? "" : "/").append(part);
    }
    return text.toString();
  }
}
