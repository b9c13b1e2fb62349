// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

/**
 * Layout of a record: a header of 32 bytes and the payload, rounded up to 64 bytes. It never wraps.
 * <pre>
 *   0        4       8              16           24      28         32
 *  +--------+-------+--------------+------------+-------+----------+-------------------+
 *  | length | type  | correlation  | deadline   | key   | reserved | payload, padding  |
 *  +--------+-------+--------------+------------+-------+----------+-------------------+
 * </pre>
 * The length counts header and payload, without padding. It is the commit flag: 0 = not committed yet.
 */
final class RecordDescriptor {
    static final int LENGTH_OFFSET = 0;
    static final int TYPE_OFFSET = 4;
    static final int CORRELATION_OFFSET = 8;
    static final int DEADLINE_OFFSET = 16;
    static final int KEY_OFFSET = 24;
    static final int HEADER_LENGTH = 32;
    static final int ALIGNMENT = 64;

    private RecordDescriptor() {
    }

    static long align(long length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
