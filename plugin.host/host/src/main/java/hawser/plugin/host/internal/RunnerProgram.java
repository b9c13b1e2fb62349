// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import com.sun.jna.Platform;
import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.io.InputStream;

/** The program that isolated plugins run in: a sealed copy in memory, which has no name that could be replaced. */
final class RunnerProgram implements AutoCloseable {
    private static final String NAME = "hawser-runner";

    private final int descriptor;

    RunnerProgram() {
        byte[] bytes = read();
        descriptor = NativeCore.hawser_image_create(NAME, bytes, bytes.length);
        if (descriptor < 0) {
            throw new PluginException(NativeCore.hawser_error());
        }
    }

    private static String resource() {
        return "/native/" + Platform.RESOURCE_PREFIX + '/' + NAME;
    }

    /** Whether there is one for this platform. */
    static boolean isThere() {
        return RunnerProgram.class.getResource(resource()) != null;
    }

    private static byte[] read() {
        String resource = resource();
        try (InputStream bytes = RunnerProgram.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new PluginException("execution=process needs a runner for this platform: the host has no "
                        + resource + "; use execution=thread");
            }
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new PluginException("the runner in the host's bundle must be readable: " + e, e);
        }
    }

    /** {@return where it can be run from, until it is closed} */
    int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        NativeCore.hawser_memory_close(descriptor);
    }
}
