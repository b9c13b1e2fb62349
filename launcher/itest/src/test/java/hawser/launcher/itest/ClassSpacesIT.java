// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.launcher.itest.space.Get;
import hawser.launcher.itest.space.HandlingActivator;
import hawser.launcher.itest.space.Mark;
import hawser.launcher.itest.space.SendingActivator;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Two bundles that carry their own copies of an event's classes. */
public class ClassSpacesIT extends InFelix {
    private Bundle sender;
    private Bundle handler;

    @Before
    public void startSender() throws Exception {
        sender = new ClassBundle("space.sender", SendingActivator.class, Get.class, Mark.class).install(context);
        sender.start();
    }

    @After
    public void uninstall() throws BundleException {
        sender.uninstall();
        handler.uninstall();
    }

    private void startHandler(String renamed, String to) throws Exception {
        handler = new ClassBundle("space.handler", HandlingActivator.class, Get.class, Mark.class)
                .renaming(renamed, to).install(context);
        handler.start();
    }

    private String send() throws Exception {
        return (String) service(Callable.class).call();
    }

    @Test
    public void shouldExchangeRecordsOfWhichEachHasItsOwn() throws Exception {
        startHandler("", "");

        assertEquals("Mark[line=" + new Mark(1, 2).hashCode() + ", column=3]", send());
    }

    @Test
    public void shouldRefuseDefinitionsThatDifferAndNameBothBundles() throws Exception {
        startHandler("line", "rows");

        TransportException failure =
                (TransportException) assertThrows(ExecutionException.class, this::send).getCause();

        assertEquals(ErrorCode.INVALID_EVENT, failure.code());
        String message = failure.getMessage();
        assertTrue(message, message.contains("of bundle space.sender(int column, int line)"));
        assertTrue(message, message.contains("of bundle space.handler(int column, int rows)"));
    }

    @Test
    public void shouldGoOnWithTheHandlersNewClassesWhenItWasUpdated() throws Exception {
        startHandler("line", "rows");
        assertThrows(ExecutionException.class, this::send);
        handler.uninstall();

        startHandler("", "");

        assertTrue(send().startsWith("Mark[line="));
    }
}
