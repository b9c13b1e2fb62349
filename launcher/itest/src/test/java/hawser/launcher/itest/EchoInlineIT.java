// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertTrue;

import hawser.transport.Transport;
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
}
