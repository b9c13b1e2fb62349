// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.Transport;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import org.junit.Test;

/** Whoever asks the plugin runs it. */
public class EchoInlineIT extends EchoContract {
    @Override
    protected String execution() {
        return "inline";
    }

    @Override
    protected boolean mayWait() {
        return false;
    }

    @Test
    public void shouldHaveTheAnswerWhenSendReturns() throws Exception {
        Transport transport = service(Transport.class);

        for (int i = 0; i < 1000; i++) {
            assertTrue(transport.send(ECHO, new byte[] {1}).toCompletableFuture().isDone());
        }
    }

    /** The room of what was read is there for the next, though nobody looks at the channel in between. */
    @Test
    public void shouldTakeMessagesOfTheGreatestLengthOneAfterAnother() throws Exception {
        ChannelSizes sizes = service(Channels.class).list().get(0).sizes();
        byte[] message = new byte[(int) Math.min(sizes.toNative(), sizes.toRenderer()) / 2];

        for (int i = 0; i < 5; i++) {
            message[i] = 1;
            assertArrayEquals(message, send(ECHO, message));
        }
    }
}
