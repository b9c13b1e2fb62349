// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.nativelib.Driver;
import org.agrona.concurrent.UnsafeBuffer;

/** Memory of the kind that channels are made of, so that peers run over the same. */
record SharedMemory(int descriptor, long address, int length) implements AutoCloseable {
    static SharedMemory of(int length) {
        int descriptor = Driver.hawser_memory_create("bench-peer", length);
        Driver.check(descriptor);
        return new SharedMemory(descriptor, Driver.hawser_memory_map(descriptor, length), length);
    }

    UnsafeBuffer buffer() {
        return new UnsafeBuffer(address, length);
    }

    @Override
    public void close() {
        Driver.hawser_memory_unmap(address, length);
        Driver.hawser_memory_close(descriptor);
    }
}
