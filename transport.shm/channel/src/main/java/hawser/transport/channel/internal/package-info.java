// SPDX-License-Identifier: Apache-2.0
/**
 * Channels over sealed memory. {@link hawser.transport.channel.internal.ChannelDescriptor} is the layout;
 * {@link hawser.transport.channel.internal.RingProducer} and {@link hawser.transport.channel.internal.RingConsumer} are
 * the ends in Java of what {@code ring.c} is in C.
 */
package hawser.transport.channel.internal;
