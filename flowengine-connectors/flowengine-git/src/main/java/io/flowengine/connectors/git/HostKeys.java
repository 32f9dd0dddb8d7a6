package io.flowengine.connectors.git;

import io.flowengine.execution.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/** The keys that the server may have. */
final class HostKeys implements ServerKeyDatabase {
  private static final Pattern KEY =
      Pattern.compile("([a-z][a-z0-9@.-]+)\\s+(AAAA[A-Za-z0-9+/=]+)");

  private final List<PublicKey> keys;
  private final List<String> fingerprints;
  private final boolean isVerified;
  private volatile @Nullable String refusal;

  private HostKeys(List<PublicKey> keys, List<String> fingerprints, boolean isVerified) {
    this.keys = keys;
    this.fingerprints = fingerprints;
    this.isVerified = isVerified;
  }

  /** Reads keys, as files of known hosts and public keys have them, and fingerprints. */
  static HostKeys of(String text, boolean isVerified) {
    List<PublicKey> keys = new ArrayList<>();
    List<String> fingerprints = new ArrayList<>();
    for (String line : text.strip().lines().map(String::strip).toList()) {
      Matcher key = KEY.matcher(line);
      if (line.startsWith("SHA256:")) {
        fingerprints.add(line.replaceFirst("=+$", ""));
      } else if (key.find()) {
        keys.add(key(key.group(1) + " " + key.group(2), line));
      } else if (!line.isEmpty()) {
        throw refused(line);
      }
    }
    return new HostKeys(keys, fingerprints, isVerified);
  }

  private static PublicKey key(String entry, String line) {
    try {
      PublicKey key = PublicKeyEntry.parsePublicKeyEntry(entry).resolvePublicKey(null, null, null);
      if (key != null) {
        return key;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw refused(line);
    }
    throw refused(line);
  }

  private static InvalidInputException refused(String line) {
    return new InvalidInputException(
        "input 'ssh_hostkey'",
        "must have lines like 'ssh-ed25519 AAAA…', or fingerprints like 'SHA256:…'",
        line);
  }

  @Override
  public List<PublicKey> lookup(String name, InetSocketAddress address, Configuration settings) {
    return keys;
  }

  @Override
  public boolean accept(
      String name,
      InetSocketAddress address,
      PublicKey key,
      Configuration settings,
      CredentialsProvider provider) {
    String fingerprint = KeyUtils.getFingerPrint(key);
    if (!isVerified
        || fingerprints.contains(fingerprint)
        || keys.stream().anyMatch(known -> KeyUtils.compareKeys(known, key))) {
      return true;
    }
    String shown = KeyUtils.getKeyType(key) + " " + fingerprint;
    refusal =
        keys.isEmpty() && fingerprints.isEmpty()
            ? "its key "
                + shown
                + " is not known; if it is the right one, give ssh_hostkey='"
                + fingerprint
                + "'"
            : "its key "
                + shown
                + " is not the one of ssh_hostkey: it was changed, or somebody is in between";
    return false;
  }

  @Nullable String refusal() {
    return refusal;
  }
}
