// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * What lies in the deploy folder as plugins do, and nobody can take: whoever put it there is told so. Not files of
 * other kinds, which harm nobody.
 *
 * @param deploy the folder, if there is one
 */
record Strays(Optional<Path> deploy) {
    private static final String MANIFEST = JarFile.MANIFEST_NAME;
    /** What editors and copiers leave half done, what is hidden, and what file systems keep. */
    private static final String UNFINISHED = "(?s)\\..*|.*(~|\\.part|\\.tmp|\\.swp)|lost\\+found";
    /** As a linker wants it. */
    private static final String VERSIONED = "(?s).*\\.so(\\.\\d+)+";

    /** {@return all of them} */
    Set<Path> all() {
        if (deploy.isEmpty()) {
            return Set.of();
        }
        try {
            return FileTree.children(deploy.get()).stream()
                    .filter(file -> !isUnfinished(file) && misfit(file).isPresent())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            return Set.of(); // a folder that cannot be looked at, or has gone
        }
    }

    static boolean isUnfinished(Path file) {
        return file.getFileName().toString().matches(UNFINISHED);
    }

    private static boolean isSettings(Path file) {
        return file.getFileName().toString().endsWith(".json");
    }

    /** {@return why what lies at that place cannot be a plugin, whatever it holds: required, found, what to do} */
    static Optional<String> misfit(Path file) {
        String name = file.getFileName().toString();
        if (!Files.exists(file)) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of("a link must lead to a file of the "
                    + "deploy folder: " + name + " leads nowhere; copy the file itself there") : Optional.empty();
        }
        if (Files.isDirectory(file)) {
            return misfitOfFolder(file);
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("it must be a regular file, and " + name + " is a pipe, a socket or a device, or leads "
                    + "to one; remove it");
        }
        if (isSettings(file)) {
            return misfitOfSettings(file);
        }
        return name.matches(VERSIONED) ? Optional.of("a library's name must end in .so, and " + name
                + " does not; rename it, without the version") : Optional.empty();
    }

    private static Optional<String> misfitOfFolder(Path folder) {
        try {
            if (!isOpen(folder)) {
                return Optional.of(unreadable(folder));
            }
            if (UnpackedBundles.isOne(folder)) {
                return UnpackedBundles.misfit(folder);
            }
            return DroppedLibrary.holdsLibraries(folder) ? Optional.empty()
                    : Optional.of("a folder must hold a plugin's library at its top, or be a bundle with " + MANIFEST
                            + ": " + folder.getFileName() + " is neither; put one there, or remove it");
        } catch (AccessDeniedException e) {
            return Optional.of(unreadable(Path.of(e.getFile())));
        } catch (IOException e) {
            return Files.exists(folder) ? Optional.of(unreadable(folder, e)) : Optional.empty();
        }
    }

    /** Whether what is in a folder can be looked at. */
    static boolean isOpen(Path folder) {
        return Files.isReadable(folder) && Files.isExecutable(folder);
    }

    private static Optional<String> misfitOfSettings(Path settings) {
        String stem = settings.getFileName().toString().replaceFirst("\\.json$", "");
        return LibraryInstaller.libraryBeside(settings.toFile()).isPresent() ? Optional.empty()
                : Optional.of("settings must lie beside their library and be called after it: there is no "
                        + stem + ".so for " + settings.getFileName() + "; rename or remove it");
    }

    static String unreadable(Path place, IOException failure) {
        return "it must be possible to read " + place.getFileName() + ", and it is not: " + failure.getMessage()
                + "; copy it there again";
    }

    static String unreadable(Path file) {
        return "whoever runs Hawser must be able to read it, and cannot read " + file.getFileName()
                + "; chmod or chown " + file + ", which is noticed";
    }
}
