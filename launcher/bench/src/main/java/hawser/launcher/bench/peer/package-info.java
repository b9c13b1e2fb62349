// SPDX-License-Identifier: Apache-2.0
/** What Hawser is compared with, one class each. */
package hawser.launcher.bench.peer;
