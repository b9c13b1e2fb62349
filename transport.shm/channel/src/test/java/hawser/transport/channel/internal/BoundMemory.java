// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The native functions, bound for as long as the tests of a class run. */
final class BoundMemory implements BeforeAllCallback, AfterAllCallback {
    private NativeMemory memory;

    @Override
    public void beforeAll(ExtensionContext context) {
        memory = new NativeMemory();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        memory.close();
    }
}
