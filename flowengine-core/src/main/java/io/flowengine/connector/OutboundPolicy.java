package io.flowengine.connector;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where connectors may connect to, as the host decides. Unless told otherwise: to every host and
 * port but this machine and its link (loopback, link-local, wildcard and multicast addresses, cloud
 * metadata services among them). Names are looked up first, and a name of which one address is
 * refused is refused. Immutable.
 */
public final class OutboundPolicy {
  /** Looks up names. */
  @FunctionalInterface
  interface Resolver {
    /** {@return the addresses of a host, at least one} */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private static final OutboundPolicy STANDARD =
      new OutboundPolicy(Set.of(), Set.of(), Set.of(), InetAddress::getAllByName);
  private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b};

  /** What is refused unless it is opened. */
  private enum Local {
    LOOPBACK,
    LINK_LOCAL
  }

  private final Set<String> hosts;
  private final Set<Integer> ports;
  private final Set<Local> opened;
  private final Resolver resolver;

  private OutboundPolicy(
      Set<String> hosts, Set<Integer> ports, Set<Local> opened, Resolver resolver) {
    this.hosts = hosts;
    this.ports = ports;
    this.opened = opened;
    this.resolver = resolver;
  }

  /** {@return the policy that engines have unless they are given another one} */
  public static OutboundPolicy standard() {
    return STANDARD;
  }

  /**
   * Gives a policy that refuses all other hosts.
   *
   * @param patterns names or addresses; one that begins with {@code *.} stands for all names below
   *     it, not for itself
   * @return the policy; it allows what an earlier call has named too
   */
  public OutboundPolicy hosts(String... patterns) {
    Set<String> all = new TreeSet<>(hosts);
    for (String pattern : patterns) {
      all.add(pattern.toLowerCase(Locale.ROOT));
    }
    return new OutboundPolicy(all, ports, opened, resolver);
  }

  /**
   * Gives a policy that refuses all other ports.
   *
   * @param numbers the ports
   * @return the policy; it allows what an earlier call has named too
   */
  public OutboundPolicy ports(int... numbers) {
    Set<Integer> all = new TreeSet<>(ports);
    Arrays.stream(numbers).forEach(all::add);
    return new OutboundPolicy(hosts, all, opened, resolver);
  }

  /** {@return a policy that lets connectors connect to this machine} */
  public OutboundPolicy openLoopback() {
    return open(Local.LOOPBACK);
  }

  /** {@return a policy that lets connectors connect to link-local addresses} */
  public OutboundPolicy openLinkLocal() {
    return open(Local.LINK_LOCAL);
  }

  private OutboundPolicy open(Local local) {
    Set<Local> all = new TreeSet<>(opened);
    all.add(local);
    return new OutboundPolicy(hosts, ports, all, resolver);
  }

  OutboundPolicy resolvedBy(Resolver other) {
    return new OutboundPolicy(hosts, ports, opened, other);
  }

  /**
   * Looks up a host and checks it.
   *
   * @param host its name or address
   * @param port its port
   * @return its addresses, at least one
   * @throws ConnectorException with the code {@code OutboundRefused} if it is refused, or {@code
   *     ConnectError} if it is not known
   */
  public List<InetAddress> check(String host, int port) {
    String name = plain(requireNonNull(host, "host"));
    if (!hosts.isEmpty() && hosts.stream().noneMatch(pattern -> matches(pattern, name))) {
      throw refused(host, port, "the host is none of " + hosts);
    }
    if (!ports.isEmpty() && !ports.contains(port)) {
      throw refused(host, port, "the port is none of " + ports);
    }
    List<InetAddress> addresses = new ArrayList<>();
    try {
      addresses.addAll(List.of(resolver.resolve(name)));
    } catch (UnknownHostException e) {
      throw ConnectorException.at(
          "ConnectError", "look up", name, "there is no host of this name", e);
    }
    for (InetAddress address : addresses) {
      Optional<String> finding = finding(address);
      if (finding.isPresent()) {
        throw refused(host, port, address.getHostAddress() + " " + finding.get());
      }
    }
    return addresses;
  }

  /** Without the brackets of an IPv6 address and the dot at the end of a full name. */
  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean matches(String pattern, String name) {
    return pattern.startsWith("*.") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
  }

  private Optional<String> finding(InetAddress address) {
    InetAddress embedded = embedded(address.getAddress());
    if (embedded != null) {
      return finding(embedded);
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return Optional.of("is no address of a host");
    }
    if (address.isLoopbackAddress() && !opened.contains(Local.LOOPBACK)) {
      return Optional.of(
          "is this machine; the host application opens it with OutboundPolicy.openLoopback()");
    }
    if (address.isLinkLocalAddress() && !opened.contains(Local.LINK_LOCAL)) {
      return Optional.of(
          "is link-local; the host application opens it with OutboundPolicy.openLinkLocal()");
    }
    return Optional.empty();
  }

  /** The IPv4 address inside an IPv6 one that is translated to it (64:ff9b::/96, ::/96). */
  private static @Nullable InetAddress embedded(byte[] address) {
    int length = address.length;
    boolean translated = length == 16 && Arrays.equals(address, 0, 4, TRANSLATED, 0, 4);
    for (int i = translated ? 4 : 0; i < 12; i++) {
      if (length != 16 || address[i] != 0) {
        return null;
      }
    }
    if (!translated && address[12] == 0) {
      return null; // :: and ::1 are addresses of their own
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, 12, 16));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  private static ConnectorException refused(String host, int port, String why) {
    return ConnectorException.at(
        "OutboundRefused",
        "connect to",
        host + ":" + port,
        "the policy of this engine refuses it: " + why,
        null);
  }
}
