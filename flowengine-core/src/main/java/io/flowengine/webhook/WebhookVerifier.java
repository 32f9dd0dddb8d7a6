package io.flowengine.webhook;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request is from who it says: an HMAC-SHA256 over the raw bytes of the body, or
 * with a timestamp header over {@code timestamp + "." + body}. Immutable: the methods give changed
 * copies. Signatures are compared in constant time.
 */
public final class WebhookVerifier {
  private static final String ALGORITHM = "HmacSHA256";

  private final Supplier<List<String>> secrets;
  private final String signatureHeader;
  private final String prefix;
  private final @Nullable String timestampHeader;
  private final Duration tolerance;

  private WebhookVerifier(
      Supplier<List<String>> secrets,
      String signatureHeader,
      String prefix,
      @Nullable String timestampHeader,
      Duration tolerance) {
    this.secrets = secrets;
    this.signatureHeader = signatureHeader;
    this.prefix = prefix;
    this.timestampHeader = timestampHeader;
    this.tolerance = tolerance;
  }

  /**
   * Verifies with fixed secrets.
   *
   * @param secrets the secrets; each is good, so that they can be changed one after the other
   * @return the verifier, for the header {@code X-Signature} and without a timestamp
   */
  public static WebhookVerifier hmacSha256(String... secrets) {
    List<String> fixed = List.of(secrets);
    return hmacSha256(() -> fixed);
  }

  /**
   * Verifies with secrets that are asked for at each request.
   *
   * @param secrets gives the secrets that are good now
   * @return the verifier, for the header {@code X-Signature} and without a timestamp
   */
  public static WebhookVerifier hmacSha256(Supplier<List<String>> secrets) {
    return new WebhookVerifier(
        requireNonNull(secrets, "secrets"), "X-Signature", "", null, Duration.ofMinutes(5));
  }

  /**
   * Names the header with the signature, in hex or Base64.
   *
   * @param name its name
   * @return the changed copy
   */
  public WebhookVerifier signatureHeader(String name) {
    return new WebhookVerifier(
        secrets, requireNonNull(name, "name"), prefix, timestampHeader, tolerance);
  }

  /**
   * Names what stands before the signature in its header.
   *
   * @param text for example {@code sha256=}; a signature without it is good too
   * @return the changed copy
   */
  public WebhookVerifier prefix(String text) {
    return new WebhookVerifier(
        secrets, signatureHeader, requireNonNull(text, "text"), timestampHeader, tolerance);
  }

  /**
   * Names the header with the time of the signature, in seconds since 1970 or as an ISO text.
   *
   * @param name its name
   * @return the changed copy
   */
  public WebhookVerifier timestampHeader(String name) {
    return new WebhookVerifier(
        secrets, signatureHeader, prefix, requireNonNull(name, "name"), tolerance);
  }

  /**
   * Sets how far the time of a signature may be from now, in both directions; inclusive.
   *
   * @param most how far; 5 minutes if not set
   * @return the changed copy
   */
  public WebhookVerifier tolerance(Duration most) {
    return new WebhookVerifier(
        secrets, signatureHeader, prefix, timestampHeader, requireNonNull(most, "most"));
  }

  /** {@return how far the time of a signature may be from now} */
  public Duration tolerance() {
    return tolerance;
  }

  /** {@return the names of the headers that it reads; flows do not get to see them} */
  public List<String> headers() {
    return timestampHeader == null
        ? List.of(signatureHeader)
        : List.of(signatureHeader, timestampHeader);
  }

  /**
   * Looks at a request.
   *
   * @param request the request
   * @param now the time
   * @return why it is refused; empty if it is good
   */
  public Optional<WebhookRefusal> refusal(WebhookRequest request, Instant now) {
    String signature = request.header(signatureHeader).orElse("");
    String timestamp = timestampHeader == null ? "" : request.header(timestampHeader).orElse("");
    if (signature.isEmpty() || (timestampHeader != null && timestamp.isEmpty())) {
      return refusal(
          "MISSING_SIGNATURE", "the request has no header " + String.join(" or ", headers()));
    }
    byte[] given =
        bytes(signature.startsWith(prefix) ? signature.substring(prefix.length()) : signature);
    byte[] signed = signed(request, timestampHeader == null ? null : timestamp);
    boolean good = false;
    for (String secret : secrets.get()) {
      good |= MessageDigest.isEqual(hmac(secret, signed), given);
    }
    if (!good) {
      return refusal("BAD_SIGNATURE", "the signature does not fit the body");
    }
    return timestampHeader == null || isFresh(timestamp, now)
        ? Optional.empty()
        : refusal("STALE", "the signature is not from the last " + tolerance.toSeconds() + " s");
  }

  private static Optional<WebhookRefusal> refusal(String code, String message) {
    return Optional.of(new WebhookRefusal(401, code, message));
  }

  /**
   * Gives the bytes that are signed.
   *
   * @param request the request
   * @return the bytes
   */
  public byte[] signed(WebhookRequest request) {
    return signed(
        request, timestampHeader == null ? null : request.header(timestampHeader).orElse(""));
  }

  private static byte[] signed(WebhookRequest request, @Nullable String timestamp) {
    byte[] body = request.body();
    if (timestamp == null) {
      return body;
    }
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes((timestamp + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    return signed.toByteArray();
  }

  private boolean isFresh(String timestamp, Instant now) {
    try {
      Instant at =
          timestamp.matches("\\d{1,12}")
              ? Instant.ofEpochSecond(Long.parseLong(timestamp))
              : Instant.parse(timestamp);
      return Duration.between(at, now).abs().compareTo(tolerance) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Hex has 64 letters, Base64 has 44; anything else is no signature. */
  private static byte[] bytes(String text) {
    try {
      return text.length() == 64 ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] hmac(String secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
