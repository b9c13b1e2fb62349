// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/**
 * What lies in the deploy folder and nobody takes: whoever put it there is told so.
 *
 * @param deploy the folder, if there is one
 * @param isTaken whether somebody else takes a regular file of no kind that is known here
 */
record Strays(Optional<Path> deploy, Predicate<Path> isTaken) {
    private static final String MANIFEST = JarFile.MANIFEST_NAME;
    /** What FileInstall itself takes: a configuration, even before there is anybody to take it. */
    private static final String CONFIGURATION = "(?s).*\\.(cfg|config)";
    /** What editors and copiers leave half done, and what is hidden. */
    private static final String UNFINISHED = "(?s)\\..*|.*(~|\\.part|\\.tmp|\\.swp)";

    /** {@return all of them, those included that only nobody takes who is here now} */
    Set<Path> all() {
        return those(file -> isCertain(file) || !isBundle(file) && !isTaken.test(file));
    }

    /** {@return those that nobody ever takes} */
    Set<Path> certain() {
        return those(Strays::isCertain);
    }

    private Set<Path> those(Predicate<Path> untaken) {
        if (deploy.isEmpty()) {
            return Set.of();
        }
        try {
            return FileTree.children(deploy.get()).stream().filter(file -> !isUnfinished(file)
                    && misfit(file).isPresent() && untaken.test(file)).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            return Set.of(); // a folder that cannot be looked at, or has gone
        }
    }

    private static boolean isCertain(Path file) {
        return !Files.isRegularFile(file) || isSettings(file);
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
        return name.endsWith(".jar") || LibraryBundle.isLibrary(name) || name.matches(CONFIGURATION) ? Optional.empty()
                : Optional.of("a library (.so, .dylib, .dll), a bundle (.jar), a folder with a library, or the .json "
                        + "beside a library is required: found " + name + ", which nobody takes; rename or remove it");
    }

    private static Optional<String> misfitOfFolder(Path folder) {
        try {
            return DroppedLibrary.holdsLibraries(folder) || Files.exists(folder.resolve(MANIFEST)) ? Optional.empty()
                    : Optional.of("a folder must hold a plugin's library at its top, or be a bundle with " + MANIFEST
                            + ": " + folder.getFileName() + " is neither; put one there, or remove it");
        } catch (IOException e) {
            return Optional.of(unreadable(folder));
        }
    }

    private static Optional<String> misfitOfSettings(Path settings) {
        String stem = settings.getFileName().toString().replaceFirst("\\.json$", "");
        return LibraryInstaller.libraryBeside(settings.toFile()).isPresent() ? Optional.empty()
                : Optional.of("settings must lie beside their library and be called after it: there is no "
                        + stem + ".so for " + settings.getFileName() + "; rename or remove it");
    }

    static String unreadable(Path file) {
        return "whoever runs Hawser must be able to read it, and cannot read " + file.getFileName()
                + "; chmod or chown " + file + ", which is noticed";
    }

    /** By its manifest, whatever it is called. */
    private static boolean isBundle(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null;
        } catch (IOException | SecurityException e) {
            return false; // no jar at all
        }
    }
}
