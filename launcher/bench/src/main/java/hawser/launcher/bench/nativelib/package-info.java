// SPDX-License-Identifier: Apache-2.0
/** The benchmarks' own native code. */
package hawser.launcher.bench.nativelib;
