package io.flowengine.yaml;

/** Stands for a secret that is not in the file. */
enum LeftOut {
  /** The one value. */
  SECRET
}
