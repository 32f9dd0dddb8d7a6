package io.flowengine.testkit;

class FileRecoveryTest extends FileRecoveryKit {}
