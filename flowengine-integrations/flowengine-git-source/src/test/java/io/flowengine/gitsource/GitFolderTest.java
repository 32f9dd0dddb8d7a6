package io.flowengine.gitsource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowengine.FlowEngine;
import io.flowengine.execution.BrokenFlow;
import io.flowengine.execution.Execution;
import io.flowengine.python.PythonFlows;
import io.flowengine.python.PythonRuntime;
import io.flowengine.testkit.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitFolderTest {
  private static final PythonRuntime RUNTIME = PythonRuntime.builder().interpreters(1).build();

  private final VirtualTime time = VirtualTime.automatic();
  @TempDir private Path work;
  private Git git;
  private GitFolder folder;
  private FlowEngine engine;

  @BeforeEach
  void create() throws Exception {
    git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call();
    commit("flows/say.py", "def handler(system, this):\n    return 'first'\n");
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
    }
    if (folder != null) {
      folder.close();
    }
    git.close();
  }

  @AfterAll
  static void closeAll() {
    RUNTIME.close();
  }

  private void commit(String file, String text) throws IOException, GitAPIException {
    edit(file, text);
    git.add().addFilepattern(".").call();
    git.commit().setMessage(file).setAuthor("Ada", "a@example.org").setSign(false).call();
  }

  private void edit(String file, String text) throws IOException {
    Path path = work.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void open(String ref) {
    folder = GitFolder.builder(work).ref(ref).folder("/flows/").build();
    engine =
        FlowEngine.builder()
            .environment(time.node())
            .language(PythonFlows.on(RUNTIME))
            .flows(folder)
            .build();
  }

  private Object run(String flow) {
    return await(engine.flow(flow).start());
  }

  private static Object await(Execution execution) {
    return execution.await(Duration.ofMinutes(1)).outputs().get("result");
  }

  @Test
  void a_committed_file_is_a_flow() {
    open("HEAD");

    assertThat(engine.flows()).containsExactly("say");
    assertThat(run("say")).isEqualTo("first");
  }

  @Test
  void what_is_edited_and_not_committed_does_not_run() throws Exception {
    open("HEAD");
    edit("flows/say.py", "def handler(system, this):\n    return 'second'\n");

    assertThat(run("say")).isEqualTo("first");
  }

  @Test
  void a_commit_counts_from_the_next_start_on() throws Exception {
    open("HEAD");
    String before = folder.commit();
    commit("flows/say.py", "def handler(system, this):\n    return 'second'\n");

    assertThat(run("say")).isEqualTo("second");
    assertThat(folder.commit()).isNotEqualTo(before).matches("[0-9a-f]{40}");
  }

  @Test
  void fa_33_an_execution_keeps_the_text_of_the_commit_it_began_with() throws Exception {
    String ask = "def handler(system, this):\n    this.message(message='on?')\n    return '%s'\n";
    commit("flows/ask.py", ask.formatted("old"));
    open("HEAD");
    Execution old = engine.flow("ask").start();
    time.settle();
    commit("flows/ask.py", ask.formatted("new"));
    engine.answer(engine.openMessages().getFirst().id(), Map.of());

    assertThat(await(old)).isEqualTo("old");
  }

  @Test
  void a_branch_that_is_not_checked_out_can_be_used() throws Exception {
    git.branchCreate().setName("stable").call();
    commit("flows/say.py", "def handler(system, this):\n    return 'second'\n");
    open("stable");

    assertThat(run("say")).isEqualTo("first");
  }

  @Test
  void a_broken_file_is_told_with_commit_and_line_and_does_not_stop_the_others() throws Exception {
    commit("flows/broken.py", "def handler(system, this):\n    x = = 1\n");
    open("HEAD");

    assertThat(engine.operations().brokenFlows())
        .singleElement()
        .returns("flows/broken.py@" + folder.commit().substring(0, 10), BrokenFlow::file)
        .returns(2, BrokenFlow::line);
    assertThat(run("say")).isEqualTo("first");
  }

  @Test
  void a_link_out_of_the_repository_is_no_flow() throws Exception {
    Path secret = Files.write(work.resolve("secret.txt"), "x".getBytes(StandardCharsets.UTF_8));
    Files.createSymbolicLink(work.resolve("flows/link.py"), secret);
    commit("flows/more.py", "def handler(system, this):\n    pass\n");
    open("HEAD");

    assertThat(engine.flows()).containsExactly("more", "say");
  }

  @Test
  void a_branch_that_is_deleted_leaves_its_last_commit_in_use() throws Exception {
    git.branchCreate().setName("stable").call();
    open("stable");
    git.branchDelete().setBranchNames("stable").setForce(true).call();

    assertThat(run("say")).isEqualTo("first");
  }

  @Test
  void a_folder_outside_of_repositories_is_refused(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> GitFolder.builder(elsewhere).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(elsewhere + " is not in a Git repository");
  }

  @Test
  void a_branch_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> GitFolder.builder(work).ref("nope").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nope' is no branch, tag or commit");
  }

  @Test
  void a_folder_that_is_not_committed_is_refused() {
    assertThatThrownBy(() -> GitFolder.builder(work).folder("other").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no folder 'other' in commit");
  }
}
