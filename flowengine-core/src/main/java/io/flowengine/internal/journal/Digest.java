package io.flowengine.internal.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.flowengine.execution.InvalidInputException;
import io.flowengine.execution.Value;
import java.io.IOException;

/**
 * A 64-bit hash of a value that does not depend on the order of map keys, because some maps of the
 * JDK are iterated differently in every JVM. Maps add up the hashes of their entries; lists chain
 * those of their elements. Scrambling uses the finalizer of MurmurHash3 (Austin Appleby, public
 * domain). It finds accidents, not attacks.
 */
public final class Digest {
  private static final long EMPTY = of("{}");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Value.MAX_DEPTH * 2 + 100)
                  .maxNumberLength(1_000_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Digest() {}

  /**
   * Hashes a value.
   *
   * @param value the value
   * @return the hash, the same in every JVM
   */
  public static long of(Value value) {
    if (value.isEmpty()) {
      return EMPTY;
    }
    try (JsonParser in = FACTORY.createParser(value.json())) {
      in.nextToken();
      return hash(in);
    } catch (IOException e) {
      throw new InvalidInputException("arguments are not JSON: " + e.getMessage());
    }
  }

  private static long hash(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        long sum = 1;
        while (in.nextToken() != JsonToken.END_OBJECT) {
          long key = of(in.currentName());
          in.nextToken();
          sum += scramble(key * 31 + hash(in));
        }
        yield scramble(sum);
      }
      case START_ARRAY -> {
        long chain = 2;
        while (in.nextToken() != JsonToken.END_ARRAY) {
          chain = scramble(chain * 31 + hash(in));
        }
        yield chain;
      }
      case VALUE_STRING -> text(in) + 3;
      default -> text(in) + 5;
    };
  }

  /** Like that of the text of the token, which need not be made for it. */
  private static long text(JsonParser in) throws IOException {
    char[] letters = in.getTextCharacters();
    int start = in.getTextOffset();
    int length = in.getTextLength();
    long hash = length;
    for (int i = start; i < start + length; i++) {
      hash = hash * 0x100000001b3L ^ letters[i];
    }
    return scramble(hash);
  }

  private static long of(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 0x100000001b3L ^ text.charAt(i);
    }
    return scramble(hash);
  }

  private static long scramble(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
