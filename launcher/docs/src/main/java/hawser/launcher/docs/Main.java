// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code commands.md}, {@code configuration.md} and {@code errors.md} into a folder. */
public final class Main {
    private Main() {
    }

    /**
     * Writes them.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<BundleJar> bundles = BundleJar.onClassPath(Main.class.getClassLoader());
        Files.writeString(folder.resolve("commands.md"), new CommandReference(bundles).text());
        Files.writeString(folder.resolve("configuration.md"), new ConfigurationReference(bundles).text());
        Files.writeString(folder.resolve("errors.md"), ErrorReference.text());
    }
}
