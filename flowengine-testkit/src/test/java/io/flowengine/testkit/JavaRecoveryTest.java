package io.flowengine.testkit;

class JavaRecoveryTest extends JavaRecoveryKit {}
