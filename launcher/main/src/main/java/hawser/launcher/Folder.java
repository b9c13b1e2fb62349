// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One unpacked distribution, and every path in it that the launcher knows.
 *
 * @param home its canonical path
 */
record Folder(Path home) {
    static Folder at(String path) {
        try {
            Path home = Path.of(path).toRealPath();
            if (!Files.isDirectory(home.resolve("bundle"))) {
                throw new LaunchException(ExitCodes.NOT_STARTED, "a Hawser folder has a folder bundle/ in it: " + home);
            }
            return new Folder(home);
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "no such folder: " + path, e);
        }
    }

    Path script() {
        return home.resolve("bin").resolve("hawser");
    }

    Path conf() {
        return home.resolve("conf");
    }

    Path bundles() {
        return home.resolve("bundle");
    }

    Path deploy() {
        return home.resolve("deploy");
    }

    Path data() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("log");
    }

    Path consoleLog() {
        return log().resolve("console.log");
    }

    Path lock() {
        return data().resolve("hawser.lock");
    }

    Path instance() {
        return data().resolve("hawser.pid");
    }

    Path cache() {
        return data().resolve("cache");
    }

    Path cacheStamp() {
        return data().resolve("cache.stamp");
    }

    Path temporary() {
        return data().resolve("tmp");
    }

    /** {@return where jars are made of what lies unpacked in {@link #deploy()}} */
    Path unpacked() {
        return data().resolve("unpacked");
    }

    /** {@return where JNA and JLine unpack their libraries} */
    Path nativeLibraries() {
        return data().resolve("native");
    }

    /** Creates what a running instance writes into. */
    void prepare() {
        try {
            for (Path folder : List.of(data(), log(), deploy(), conf(), temporary(), unpacked(),
                    nativeLibraries())) {
                Files.createDirectories(folder);
            }
        } catch (AccessDeniedException e) {
            String user = Instance.owner(this);
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "the folder must be writable, or no instance can run in it: " + e.getMessage()
                    + "; it belongs to user " + user + ": ask them, or use sudo -u " + user, e);
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "the folder must be writable, or no instance can run in it: " + e.getMessage(), e);
        }
    }
}
