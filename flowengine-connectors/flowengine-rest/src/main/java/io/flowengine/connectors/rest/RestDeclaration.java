package io.flowengine.connectors.rest;

import io.flowengine.connector.Input;
import io.flowengine.connector.Inputs;
import io.flowengine.connector.Output;
import io.flowengine.connector.Outputs;
import io.flowengine.connector.ValueKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What REST takes and gives. */
final class RestDeclaration {
  private static final int BODY = 16 * 1024 * 1024;

  /** The headers that have secrets in them. */
  static final Set<String> PRIVATE =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token");

  static final Inputs INPUTS =
      Inputs.of(
              Input.url("url").about("the address, query included"),
              Input.text("scheme").or("https").oneOf("https", "http"),
              Input.text("hostname").about("the server, in place of `url`"),
              Input.port("port").about("with `hostname`; default that of the scheme"),
              Input.text("base_path").about("with `hostname`; comes before `path`"),
              Input.text("path").about("with `hostname`"),
              Input.text("method")
                  .or("get")
                  .oneOf("get", "head", "options", "post", "put", "patch", "delete"),
              Input.dict("params")
                  .about("added to the query; a list gives one parameter for each value"),
              Input.any("json").about("a body of JSON"),
              Input.dict("urlencoded").about("a body of form fields"),
              Input.dict("multipart")
                  .about(
                      "a body of parts: text, bytes, or a dict with `content` or `file` (a file of the"
                          + " engine), `filename`, `content_type`"),
              Input.any("data").about("a body of text or bytes"),
              Input.text("src").about("a file of the engine that is the body"),
              Input.dict("headers")
                  .secretUnder(PRIVATE.toArray(String[]::new))
                  .about("a list gives one header for each value"),
              Input.dict("cookies").secret().about("sent to the first server only"),
              Input.text("authentication_method")
                  .or("basic")
                  .oneOf("basic", "bearer", "oauth")
                  .about("`basic` counts if a username is given"),
              Input.text("username").about("for basic, and for the grant `password`"),
              Input.text("password").secret().about("for basic, and for the grant `password`"),
              Input.text("token").secret().about("for bearer"),
              Input.text("grant")
                  .or("client_credentials")
                  .oneOf("client_credentials", "password")
                  .about("for oauth"),
              Input.url("token_url").about("for oauth: who gives tokens"),
              Input.text("client_id").about("for oauth"),
              Input.text("client_secret").secret().about("for oauth"),
              Input.text("scope").about("for oauth"),
              Input.certificates("cacert").about("trusted in place of the usual authorities"),
              Input.flag("verify_ssl").or(true).about("whether certificate and name are checked"),
              Input.time("connect_timeout").or(Duration.ofSeconds(30)),
              Input.time("read_timeout")
                  .about("how long to wait for the answer and for each further piece of it"),
              Input.flag("allow_redirects").or(true),
              Input.count("max_redirects").or(10),
              Input.integers("expected_status_code")
                  .or(List.of(200L, 201L, 202L, 204L))
                  .about("others end the connection with ENDED_ERROR"),
              Input.dict("retry_backoff")
                  .or(Map.of())
                  .about(
                      "seconds: `initial` (1), `maximum` (60), `multiplier` (2), `deadline` (600; 0 for"
                          + " no repetition)"),
              Input.flag("repeatable")
                  .about(
                      "whether the request may be made again after a lost answer and a crash; default:"
                          + " all but post and patch"),
              Input.count("max_body_size")
                  .or(BODY)
                  .about("how many bytes of the answer are taken into memory"),
              Input.text("dst").about("a file of the engine that takes the body of the answer"))
          .exactlyOneOf("url", "hostname")
          .atMostOneOf("url", "scheme")
          .atMostOneOf("url", "port")
          .atMostOneOf("url", "base_path")
          .atMostOneOf("url", "path")
          .atMostOneOf("json", "urlencoded", "multipart", "data", "src")
          .deprecated("data", "json, urlencoded, multipart or src");

  static final Outputs OUTPUTS =
      Outputs.of(
          Output.of("status_code", ValueKind.INTEGER, "what the server answered"),
          Output.of(
              "headers", ValueKind.DICT, "names in lower case; several values joined by `, `"),
          Output.of("cookies", ValueKind.DICT, "those that were set"),
          Output.of("encoding", ValueKind.TEXT, "of the text; None if it was not told"),
          Output.of("json", ValueKind.ANY, "the body, if it is JSON"),
          Output.of("text", ValueKind.TEXT, "the body, if it is not JSON"),
          Output.of("size", ValueKind.INTEGER, "how many bytes were saved in `dst`"));

  private RestDeclaration() {}
}
