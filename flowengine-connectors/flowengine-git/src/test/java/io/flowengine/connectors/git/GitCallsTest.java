package io.flowengine.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.connector.OutboundPolicy;
import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionStatus;
import io.flowengine.execution.ReturnWhen;
import io.flowengine.testkit.FlowEngineExtension;
import io.flowengine.testkit.connector.RawServer;
import io.flowengine.testkit.rule.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A bare repository over file, HTTP and SSH. */
@Rule("FA-180")
class GitCallsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static Repositories repositories;
  private static GitSshServer ssh;

  @RegisterExtension
  final FlowEngineExtension flows =
      FlowEngineExtension.builder()
          .engine(
              builder ->
                  builder
                      .connector(GitConnector.create().localRepositories(directory))
                      .outbound(OutboundPolicy.standard().openLoopback()))
          .flow(
              "main",
              (system, self, inputs) -> {
                Execution unused = self.connectTo("GIT").inputs(inputs).run(ReturnWhen.ALL_ENDED);
                return Map.of(
                    "page",
                    system.file("saved/docs/a.txt").exists()
                        ? system.file("saved/docs/a.txt").textContent()
                        : "");
              })
          .build();

  @BeforeAll
  static void serve() throws Exception {
    repositories =
        Repositories.in(
            directory, Map.of("docs/a.txt", "content".getBytes(UTF_8), "b.bin", new byte[] {1, 2}));
    ssh = GitSshServer.of(repositories.folder());
  }

  @AfterAll
  static void close() throws IOException {
    repositories.close();
    ssh.close();
  }

  private Execution main(String url, Object... more) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("repository_url", url);
    for (int i = 0; i < more.length; i += 2) {
      inputs.put((String) more[i], more[i + 1]);
    }
    return flows.engine().flow("main").inputs(inputs).start().await(PATIENCE);
  }

  private Map<String, Object> call(String url, Object... more) {
    Execution connection = main(url, more).children().getFirst();
    assertThat(connection.status())
        .as("%s", connection.message())
        .isEqualTo(ExecutionStatus.ENDED_SUCCESS);
    return connection.outputs();
  }

  private String failure(String url, Object... more) {
    Execution connection = main(url, more).children().getFirst();
    assertThat(connection.status()).isEqualTo(ExecutionStatus.ENDED_ERROR);
    return connection.message().orElse("");
  }

  private static void assertFiles(Map<String, Object> outputs) {
    String content = Base64.getEncoder().encodeToString("content".getBytes(UTF_8));
    assertThat(outputs.get("files"))
        .isEqualTo(
            List.of(
                Map.of("name", "b.bin", "content", "AQI="),
                Map.of("name", "docs/a.txt", "content", content)));
  }

  // ---------------------------------------------------------------- what is read

  @Test
  void get_gives_the_files_of_the_branch_develop() {
    assertFiles(call(repositories.url("/open.git"), "command", "get"));
  }

  @Test
  void get_can_save_the_files_in_the_engine() {
    Execution main = main(repositories.url("/open.git"), "files_path", "saved/");

    assertThat(main.outputs()).containsEntry("page", "content");
    assertThat(main.children().getFirst().outputs().get("files").toString())
        .contains("docs/a.txt", "size=7")
        .doesNotContain("content");
  }

  @Test
  void a_tag_and_the_id_of_a_commit_are_refs_too() {
    String id = (String) call(repositories.url("/open.git"), "ref", "v1").get("commit_id");

    assertFiles(call(repositories.url("/open.git"), "ref", id));
  }

  @Test
  void metadata_gives_the_commit() {
    assertThat(call(repositories.url("/open.git"), "command", "metadata"))
        .containsEntry("author_name", "Ada")
        .containsEntry("author_email", "ada@example.org")
        .containsEntry("date_str", "2026-12-01T08:00:00Z")
        .containsEntry("message", "First\n\nmore\n")
        .containsKey("commit_id");
  }

  @Test
  void refs_gives_the_commits_of_all_refs() {
    Map<?, ?> refs = (Map<?, ?>) call(repositories.url("/open.git"), "command", "refs").get("refs");

    assertThat(refs.keySet()).asString().contains("refs/heads/develop", "refs/tags/v1");
    assertThat(refs.get("refs/tags/v1")).isEqualTo(refs.get("refs/heads/develop"));
  }

  // ---------------------------------------------------------------- how one gets there

  @Test
  void a_folder_that_the_host_has_opened_is_read() {
    assertFiles(call(repositories.folder().toUri().toString()));
  }

  @Test
  void another_folder_is_refused() {
    assertThat(failure("file:///etc/repo.git"))
        .contains("OutboundRefused")
        .contains("on the disk of the host application");
  }

  @Test
  void http_takes_a_name_and_a_password() {
    assertFiles(
        call(
            repositories.url("/closed.git"),
            "username",
            Repositories.USER,
            "password",
            Repositories.PASSWORD));
  }

  @Test
  void http_takes_a_cookie() {
    call(repositories.url("/open.git"), "httpCookie", "id=7");

    assertThat(repositories.cookies()).contains("id=7");
  }

  @Test
  void ssh_takes_a_key() {
    assertFiles(call(ssh.url(), "ssh_key", ssh.userKey(), "ssh_hostkey", ssh.hostKey()));
  }

  @Test
  void ssh_takes_a_password_and_the_fingerprint_of_the_host() {
    assertFiles(
        call(ssh.url(), "password", Repositories.PASSWORD, "ssh_hostkey", ssh.fingerprint()));
  }

  // ---------------------------------------------------------------- trouble

  @Test
  void a_host_key_that_is_not_known_is_refused_and_told() {
    assertThat(failure(ssh.url(), "ssh_key", ssh.userKey()))
        .contains("HostKeyError")
        .contains("is not known; if it is the right one, give ssh_hostkey='" + ssh.fingerprint());
  }

  @Test
  void a_host_key_that_was_changed_is_refused() {
    assertThat(failure(ssh.url(), "ssh_key", ssh.userKey(), "ssh_hostkey", "SHA256:other"))
        .contains("HostKeyError")
        .contains("is not the one of ssh_hostkey: it was changed, or somebody is in between");
  }

  @Test
  void a_key_that_the_server_does_not_know() {
    assertThat(failure(ssh.url(), "password", "wrong", "ssh_hostkey", ssh.fingerprint()))
        .contains("AuthenticationError");
  }

  @Test
  void keys_that_are_none() {
    assertThat(failure(ssh.url(), "ssh_key", "x")).contains("'ssh_key' must be a private key");
    assertThat(failure(ssh.url(), "ssh_hostkey", "x"))
        .contains("'ssh_hostkey' must have lines like");
  }

  @Test
  void a_wrong_password() {
    assertThat(failure(repositories.url("/closed.git"), "username", "me", "password", "wrong-one"))
        .contains("AuthenticationError")
        .doesNotContain("wrong-one");
  }

  @Test
  void a_ref_that_does_not_exist_is_told_with_those_that_do() {
    assertThat(failure(repositories.url("/open.git"), "ref", "main"))
        .contains("UnknownRef")
        .contains("find 'main' in 127.0.0.1:")
        .contains("refs/heads/develop");
  }

  @Test
  void a_repository_that_does_not_exist() {
    assertThat(failure(repositories.url("/nothing.git"))).contains("RepositoryNotFound");
  }

  @Test
  void a_redirect_to_a_host_that_the_policy_refuses() {
    assertThat(failure(repositories.url("/away.git")))
        .contains("OutboundRefused")
        .contains("169.254.169.254 is link-local");
  }

  @Test
  void a_server_that_is_not_there() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(failure("http://127.0.0.1:" + port + "/x.git"))
        .contains("ConnectError")
        .contains("connect to 127.0.0.1:" + port + "/x.git");
  }

  @Test
  void a_host_that_nobody_knows() {
    assertThat(failure("https://no-such-host.invalid/x.git"))
        .contains("ConnectError")
        .contains("look up no-such-host.invalid: there is no host of this name");
  }

  @Test
  void a_server_that_resets_the_connection() {
    try (RawServer raw = RawServer.start(RawServer::reset)) {
      assertThat(failure("http://127.0.0.1:" + raw.port() + "/x.git"))
          .contains("ConnectionLost")
          .contains("read from 127.0.0.1:" + raw.port() + "/x.git");
    }
  }

  @Test
  void a_server_that_says_nothing_is_given_up() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(failure("http://127.0.0.1:" + silent.getLocalPort() + "/x.git", "read_timeout", 1))
          .contains("TimeoutError");
    }
  }

  @Test
  void an_address_of_another_kind_is_refused() {
    assertThat(failure("ftp://127.0.0.1/x.git")).contains("must begin with https://");
  }

  @Test
  void more_bytes_than_the_output_may_have() {
    assertThat(failure(repositories.url("/open.git"), "max_size", 3))
        .contains("FilesTooLarge")
        .contains("give files_path=");
  }
}
