// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordView;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** A view of a part of a ring's data that is moved from record to record. One thread at a time. */
final class BufferView implements RecordView {
    private final DirectBuffer data;
    private int index;
    private int length;

    BufferView(DirectBuffer data) {
        this.data = data;
    }

    void show(int newIndex, int newLength) {
        index = newIndex;
        length = newLength;
    }

    void hide() {
        length = 0;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public byte get(int offset) {
        return data.getByte(index + Objects.checkIndex(offset, length));
    }

    @Override
    public byte[] copy() {
        byte[] copy = new byte[length];
        data.getBytes(index, copy);
        return copy;
    }
}
