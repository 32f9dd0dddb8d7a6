/**
 * Which rules of a specification the tests prove: a test names them with {@link
 * io.flowengine.testkit.rule.Rule} or in its own name, and what really ran is written down.
 */
@NullMarked
package io.flowengine.testkit.rule;

import org.jspecify.annotations.NullMarked;
