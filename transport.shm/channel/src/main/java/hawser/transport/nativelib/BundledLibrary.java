// SPDX-License-Identifier: Apache-2.0
package hawser.transport.nativelib;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A native library out of a bundle, mapped directly onto a class's native methods until it is closed. */
public final class BundledLibrary implements AutoCloseable {
    private final Class<?> type;
    private final NativeLibrary library;

    /**
     * Loads a copy of the library that lies beside the class, under {@code /native/<platform>/}, and binds it.
     *
     * @param type the class with the native methods; one binding of it at a time
     * @param name the library's name, without prefix and ending
     */
    public BundledLibrary(Class<?> type, String name) {
        this.type = type;
        String resource = "/native/" + Platform.RESOURCE_PREFIX + '/' + System.mapLibraryName(name);
        try (InputStream bytes = type.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("the bundle must carry a library for this platform: " + resource);
            }
            library = load(bytes, System.mapLibraryName(name));
        } catch (IOException e) {
            throw new UncheckedIOException("a folder for temporary files must be writable: " + e.getMessage(), e);
        }
        Native.register(type, library);
    }

    /** The file has a name of its own, since a loader knows files by name, and is gone as soon as it is mapped. */
    private static NativeLibrary load(InputStream bytes, String fileName) throws IOException {
        Path file = Files.createTempFile("hawser-", fileName);
        try {
            Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            return NativeLibrary.getInstance(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** Lets go of it; no native method may be running or be called from now on. */
    @Override
    public void close() {
        Native.unregister(type);
        library.close();
    }
}
