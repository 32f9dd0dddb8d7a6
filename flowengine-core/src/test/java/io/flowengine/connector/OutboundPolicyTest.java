package io.flowengine.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundPolicyTest {
  private static final OutboundPolicy STANDARD = OutboundPolicy.standard();

  private static void refused(OutboundPolicy policy, String host, int port, String said) {
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> policy.check(host, port))
        .withMessageStartingWith("connect to " + host + ":" + port + ": ")
        .withMessageContaining(said)
        .satisfies(e -> assertThat(e.code()).isEqualTo("OutboundRefused"));
  }

  private static OutboundPolicy knowing(OutboundPolicy policy, String... addresses) {
    return policy.resolvedBy(
        host -> {
          InetAddress[] found = new InetAddress[addresses.length];
          for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
          }
          return found;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "127.1.2.3",
        "[::1]",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "::127.0.0.1"
      })
  void this_machine_is_refused_however_it_is_written(String host) {
    refused(STANDARD, host, 80, "is this machine");
    assertThatCode(() -> STANDARD.openLoopback().check(host, 80)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fe80::1", "64:ff9b::a9fe:a9fe"})
  void the_link_is_refused_unless_it_is_opened(String host) {
    refused(STANDARD.openLoopback(), host, 80, "is link-local");
    assertThatCode(() -> STANDARD.openLinkLocal().check(host, 80)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.1", "ff02::1"})
  void what_is_no_address_of_a_host_is_always_refused(String host) {
    refused(STANDARD.openLoopback().openLinkLocal(), host, 80, "is no address of a host");
  }

  @Test
  void other_addresses_are_open() {
    assertThat(STANDARD.check("10.1.2.3", 22)).hasSize(1);
    assertThat(STANDARD.check("2001:db8::1", 22)).hasSize(1);
  }

  @Test
  void a_name_is_judged_by_its_addresses() {
    refused(knowing(STANDARD, "127.0.0.1"), "example.org", 80, "127.0.0.1 is this machine");
  }

  @Test
  void one_refused_address_of_several_is_enough() {
    refused(knowing(STANDARD, "10.0.0.1", "169.254.0.1"), "example.org", 80, "is link-local");
  }

  @Test
  void hosts_can_be_named() {
    OutboundPolicy policy = knowing(STANDARD, "10.0.0.1").hosts("api.test", "*.Example.org");
    assertThat(policy.check("API.test.", 80)).hasSize(1);
    assertThat(policy.check("a.b.example.org", 80)).hasSize(1);
    refused(policy, "example.org", 80, "the host is none of [*.example.org, api.test]");
    refused(policy, "badexample.org", 80, "the host is none of");
  }

  @Test
  void ports_can_be_named() {
    OutboundPolicy policy = STANDARD.ports(443, 80);
    assertThat(policy.check("10.0.0.1", 443)).hasSize(1);
    refused(policy, "10.0.0.1", 22, "the port is none of [80, 443]");
  }

  @Test
  void a_host_that_nobody_knows_cannot_be_connected_to() {
    OutboundPolicy policy =
        STANDARD.resolvedBy(
            host -> {
              throw new UnknownHostException(host);
            });
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> policy.check("nowhere.invalid", 80))
        .withMessage("look up nowhere.invalid: there is no host of this name")
        .satisfies(e -> assertThat(e.code()).isEqualTo("ConnectError"));
  }
}
