package io.flowengine.spi;

/**
 * Turns what executions work with into a form that whoever reads the database cannot read: inputs,
 * outputs, results, messages, log lines, fields of records. Names, statuses and times stay as they
 * are, so that they can be searched for. {@link AesGcmCodec} comes with the library.
 *
 * <p>Each payload is encoded for one <em>place</em>, a text that names table, column and row. It is
 * not stored with the payload; whoever decodes says it again. A codec that protects its payloads
 * binds them to their place, so that one that was copied to another row is found out.
 *
 * <p>Thread-safe. Both methods are called on the path of every commit, and wait for nothing.
 */
public interface PayloadCodec {
  /**
   * Encodes a payload.
   *
   * @param plain the payload, which is not changed; may be empty
   * @param place where it is going to be
   * @return the encoded form, with all that decoding needs besides the place and the keys
   */
  byte[] encode(byte[] plain, String place);

  /**
   * Decodes a payload.
   *
   * @param encoded what {@link #encode} gave, now or in an earlier version of the codec; not
   *     changed
   * @param place where it was found
   * @return the payload
   * @throws PayloadException if it cannot be decoded: its key is missing, it was changed, or it was
   *     made for another place
   */
  byte[] decode(byte[] encoded, String place);
}
