package io.flowengine.yaml;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/** Names of records as names of files, on all usual file systems. */
final class FileNames {
  private static final int MOST_BYTES = 150;
  private static final String RESERVED = "/\\:*?\"<>|%";

  private FileNames() {}

  /**
   * Chooses a name for a file. If it is not {@link #record}'s inverse, because the name of the
   * record is too long or another file differs in case only, the name must be told in the file.
   *
   * @param record the name of the record
   * @param taken the names of other files in the folder in lower case; the new one is added
   */
  static String choose(String record, Set<String> taken) {
    String name = encode(record);
    if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
        || taken.contains(name.toLowerCase(Locale.ROOT))) {
      CRC32 sum = new CRC32();
      sum.update(record.getBytes(StandardCharsets.UTF_8));
      String ascii = record.replaceAll("[^A-Za-z0-9]", "_");
      name =
          ascii.substring(0, Math.min(ascii.length(), 40)) + "-" + Long.toHexString(sum.getValue());
    }
    taken.add(name.toLowerCase(Locale.ROOT));
    return name;
  }

  private static String encode(String record) {
    StringBuilder name = new StringBuilder();
    int last = record.length() - 1;
    for (int i = 0; i <= last; i++) {
      char letter = record.charAt(i);
      boolean isEdge = letter == '.' && (i == 0 || i == last);
      if (isEdge || Character.isISOControl(letter) || RESERVED.indexOf(letter) >= 0) {
        name.append('%').append(HexFormat.of().toHexDigits((byte) letter));
      } else {
        name.append(letter);
      }
    }
    return name.toString();
  }

  /** The name of the record that a file has if it does not tell another one. */
  static String record(String file) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < file.length(); i++) {
      boolean isCode =
          file.charAt(i) == '%'
              && i + 2 < file.length()
              && HexFormat.isHexDigit(file.charAt(i + 1))
              && HexFormat.isHexDigit(file.charAt(i + 2));
      if (isCode) {
        name.append((char) HexFormat.fromHexDigits(file, i + 1, i + 3));
        i += 2;
      } else {
        name.append(file.charAt(i));
      }
    }
    return name.toString();
  }
}
