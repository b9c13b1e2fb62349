// SPDX-License-Identifier: Apache-2.0
/** The benchmark suite: {@code Catalog} says what there is, {@code Suite} runs it in forks. */
package hawser.launcher.bench;
