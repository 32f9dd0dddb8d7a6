package io.flowengine.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowengine.execution.InvalidInputException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsTrustTest {
  @Test
  void nothing_said_is_what_the_jvm_trusts() throws GeneralSecurityException {
    TlsTrust trust = TlsTrust.of(null, true);

    assertThat(trust.isUsual()).isTrue();
    assertThat(trust.managers()).isNull();
    assertThat(trust.context()).isSameAs(SSLContext.getDefault());
  }

  @Test
  void a_check_that_is_left_out_needs_no_authorities() {
    assertThat(TlsTrust.of("something else", false).isUsual()).isFalse();
    assertThat(TlsTrust.of(null, false).managers()).hasSize(1);
  }

  @Test
  void authorities_that_are_none_are_refused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> TlsTrust.of("something else", true))
        .withMessageContaining("must be certificates in PEM");
  }

  @Test
  void a_text_without_certificates_is_of_another_kind() {
    assertThat(ValueKind.CERTIFICATES.coerced("/etc/ssl/cert.pem")).isNull();
    assertThat(ValueKind.CERTIFICATES.coerced("")).isNull();
  }
}
