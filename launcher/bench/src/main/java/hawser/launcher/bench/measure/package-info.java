// SPDX-License-Identifier: Apache-2.0
/** What is measured, and how: rows, budgets, pinned threads, batches. Knows neither product nor peers. */
package hawser.launcher.bench.measure;
