// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.MessageHandler;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;

/** Hands on the records that carry a message; the others say that there is none. */
record MessagesOnly(MessageHandler handler) implements RecordHandler {
    @Override
    public void onRecord(int type, long correlation, int key, RecordView payload) {
        switch (type) {
            case RecordType.NO_RESPONSE, RecordType.BACK_PRESSURED, RecordType.TOO_LARGE, RecordType.STREAM_BEGUN,
                    RecordType.STREAM_END, RecordType.LOG, RecordType.FAILED, RecordType.CANCEL -> { }
            default -> handler.onMessage(payload);
        }
    }
}
