package io.flowengine.testkit.rule;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rules of a specification that a test proves, or that all tests of a class prove.
 *
 * <p>A test whose name begins with the id of a rule ({@code
 * fa_77_a_record_is_shown_by_type_and_name}) needs no annotation for it. {@link RuleRecorder}
 * writes down both.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Rule {
  /**
   * The rules.
   *
   * @return ids such as {@code FA-77}
   */
  String[] value();
}
