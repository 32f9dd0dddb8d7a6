package io.flowengine.connectors.git;

import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Output;
import io.flowengine.connector.Outputs;
import io.flowengine.connector.ValueKind;
import java.time.Duration;

/** What GIT takes and gives. */
final class GitDeclaration {
  private static final int SIZE = 16 * 1024 * 1024;

  static final Inputs INPUTS =
      Inputs.of(
          Input.text("command").or("get").oneOf("get", "metadata", "refs"),
          Input.url("repository_url")
              .required()
              .about("`https://…`, `http://…`, `ssh://…` or `git@host:path`"),
          Input.text("ref").or("develop").about("a branch, a tag or the id of a commit"),
          Input.text("username").about("for HTTP, and for SSH if the address has none"),
          Input.text("password").secret().about("or token, for HTTP and SSH"),
          Input.text("ssh_key").secret().about("a private key in PEM or in the form of OpenSSH"),
          Input.text("ssh_hostkey")
              .about(
                  "key of the server, or its fingerprint `SHA256:…`; several on lines of their own"),
          Input.flag("verify_hostkey").or(true).about("whether the key of the server is checked"),
          Input.text("httpCookie").secret().about("sent to the host of the address only"),
          Input.certificates("cacert")
              .about("trusted in place of the usual authorities, for HTTPS"),
          Input.flag("verify_ssl").or(true).about("whether certificate and name are checked"),
          Input.text("files_path")
              .about(
                  "where files of the engine are saved; without it they are in the output `files`"),
          Input.count("max_size").or(SIZE).about("how many bytes of files the output may have"),
          Input.time("read_timeout")
              .or(Duration.ofSeconds(60))
              .about("how long to wait for the server each time"));

  static final Outputs OUTPUTS =
      Outputs.of(
          Output.of(
              "files",
              ValueKind.LIST,
              "of `get`: dicts with `name`, and `content` in Base64 or with `files_path` `size`"),
          Output.of(
              "refs", ValueKind.DICT, "of `refs`: the ids of the commits by the names of the refs"),
          Output.of("commit_id", ValueKind.TEXT, "of `get` and `metadata`"),
          Output.of("author_name", ValueKind.TEXT, "of `metadata`, like those below"),
          Output.of("author_email", ValueKind.TEXT, ""),
          Output.of("committer_name", ValueKind.TEXT, ""),
          Output.of("committer_email", ValueKind.TEXT, ""),
          Output.of("date_str", ValueKind.TEXT, "when the author wrote it, ISO 8601"),
          Output.of("message", ValueKind.TEXT, "the whole message"));

  private GitDeclaration() {}
}
