// SPDX-License-Identifier: Apache-2.0
/** From samples to tables, JSON and plots. */
package hawser.launcher.bench.report;
