// SPDX-License-Identifier: Apache-2.0
/**
 * Batching: a {@link hawser.transport.batch.internal.LaneQueue} has a {@link hawser.transport.batch.internal.Lane} for
 * each event, whose requests {@link hawser.transport.batch.internal.Merging} puts into envelopes.
 */
package hawser.transport.batch.internal;
