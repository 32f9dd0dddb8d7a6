package io.flowengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.FlowEngine;
import io.flowengine.execution.Execution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People answer a message in a browser. Needs Chromium; see docs/testing.md. */
@Tag("browser")
class BrowserTest {
  private final FlowEngine engine = FormPage.engine();
  private final Execution order = engine.flow("order").start();
  private FormPage page;
  private Chromium browser;

  @BeforeEach
  void open(@TempDir Path profile) throws Exception {
    page = FormPage.open(engine, 0);
    browser = Chromium.start(profile);
    while (engine.openMessages().isEmpty()) {
      assertThat(order.status().isEnded()).isFalse();
    }
    browser.open("http://localhost:" + page.port() + "/");
    browser.click("a", "Your order");
  }

  @AfterEach
  void close() throws Exception {
    browser.close();
    page.close();
    engine.close();
  }

  private Map<String, @Nullable Object> result() {
    return order.await(Duration.ofMinutes(1)).outputs();
  }

  @Test
  void a_person_fills_the_form_and_the_flow_goes_on() {
    assertThat(browser.text()).contains("What do you need?", "Article *", "Pieces");
    browser.type("article", "tea & milk");
    browser.tick("gift");
    browser.click("button", "Order");

    assertThat(browser.text()).contains("Open messages").doesNotContain("Your order");
    assertThat(result())
        .containsEntry("article", "tea & milk")
        .containsEntry("pieces", 1L)
        .containsEntry("gift", true)
        .containsEntry("order", true);
  }

  @Test
  void what_is_wrong_is_shown_beside_its_field_and_what_was_entered_stays() {
    browser.type("pieces", " many");
    browser.click("button", "Order");

    assertThat(browser.text()).contains("Article", "Pieces must be a number");
    assertThat(engine.openMessages()).hasSize(1);
    browser.type("article", "tea");
    browser.type("reason", "too dear");
    browser.click("button", "No thanks");
    assertThat(browser.text()).contains("Your order");
  }

  @Test
  void another_button_needs_other_fields() {
    browser.click("button", "No thanks");
    assertThat(browser.text()).contains("Reason");
    browser.type("reason", "too dear");
    browser.click("button", "No thanks");

    assertThat(result()).containsEntry("reason", "too dear").containsEntry("refuse", true);
  }
}
