// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plugin as its author's compiler leaves it: a library, or a folder with a library and what it needs beside it; and a
 * JSON file that says more about the library.
 *
 * @param library the name of its file, as a manifest can hold it
 * @param files the library and its companions, by their paths from the folder of the library
 * @param settings what the file beside the library says; empty if there is none
 * @param refusal why it is not taken; then there are no bytes of it
 */
record DroppedLibrary(String library, Map<String, byte[]> files, byte[] settings, Optional<String> refusal) {
    /** What a plugin's files may be long. */
    static final int LENGTH_MAX = 256 << 20;
    private static final int SETTINGS_LENGTH_MAX = 1 << 20;
    private static final long MIB = 1 << 20;

    /** Reads a file or a folder; who may have put it there matters, or only who may have put settings there. */
    static DroppedLibrary read(Path place, boolean anybodys) throws IOException {
        Optional<String> misfit = anybodys ? Optional.empty() : Strays.misfit(place);
        if (misfit.isPresent()) {
            return refused(place, misfit.get());
        }
        try {
            return Files.isDirectory(place) ? readFolder(place, anybodys) : readFile(place, anybodys);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw e; // it is being replaced
        } catch (IOException e) {
            if (anybodys) {
                throw e;
            }
            return refused(place, e instanceof AccessDeniedException denied
                    ? Strays.unreadable(Path.of(denied.getFile())) : Strays.unreadable(place, e));
        }
    }

    private static DroppedLibrary readFile(Path file, boolean anybodys) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new PluginException("a library must be a regular file, or a folder with one: path=" + file);
        }
        Optional<String> refusal = anybodys ? Optional.empty() : FileTrust.refusal(file);
        return read(file, List.of(file), refusal);
    }

    private static DroppedLibrary readFolder(Path folder, boolean anybodys) throws IOException {
        List<Path> files = filesOf(folder);
        Optional<Path> library = libraryOf(folder);
        return library.isPresent()
                ? read(library.get(), files, anybodys ? FileTrust.refusalOfKind(files)
                        : FileTrust.refusalOfFolder(folder, files))
                : refused(folder, "a folder must hold a library of its own name, or only one at its top: "
                        + folder.getFileName() + " does not; call the plugin's lib" + folder.getFileName() + ".so");
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        return FileTree.all(folder).stream().filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Whether a plugin may be there, by its looks. */
    static boolean canBe(Path place) {
        try {
            return Files.isDirectory(place) ? !UnpackedBundles.isOne(place) && holdsLibraries(place)
                    : Files.isRegularFile(place) && LibraryBundle.isLibrary(place.getFileName().toString());
        } catch (IOException e) {
            return false; // it has gone
        }
    }

    /** Whether there are any at its top. */
    static boolean holdsLibraries(Path folder) throws IOException {
        return !librariesOf(folder).isEmpty();
    }

    private static List<Path> librariesOf(Path folder) throws IOException {
        return FileTree.children(folder).stream().filter(file -> LibraryBundle.isLibrary(file.getFileName().toString())
                && Files.isRegularFile(file)).toList();
    }

    /** The one that is the plugin's, if that is clear. */
    private static Optional<Path> libraryOf(Path folder) throws IOException {
        List<Path> libraries = librariesOf(folder);
        String own = "(?s)(lib)?\\Q" + folder.getFileName() + "\\E\\.[^.]+";
        return libraries.size() == 1 ? Optional.of(libraries.get(0)) : libraries.stream()
                .filter(file -> file.getFileName().toString().matches(own)).findFirst();
    }

    private static DroppedLibrary read(Path library, List<Path> files, Optional<String> distrust) throws IOException {
        Path settings = settingsBeside(library);
        boolean hasSettings = Files.exists(settings, LinkOption.NOFOLLOW_LINKS);
        Optional<String> refusal = distrust;
        if (refusal.isEmpty() && hasSettings) {
            refusal = FileTrust.refusal(settings); // without them it could do more than was meant
            refusal = refusal.isPresent() ? refusal : excessOfSettings(settings);
        }
        if (refusal.isEmpty()) {
            refusal = excess(files);
        }
        return refusal.isPresent() ? refused(library, refusal.get()) : new DroppedLibrary(plain(library),
                bytes(library, files, settings), hasSettings ? Files.readAllBytes(settings) : new byte[0], refusal);
    }

    private static Optional<String> excess(List<Path> files) throws IOException {
        long length = 0;
        for (Path file : files) {
            length += Files.size(file);
        }
        return length <= LENGTH_MAX ? Optional.empty() : Optional.of(tooLong(Long.toString(length / MIB)));
    }

    static String tooLong(String mib) {
        return "a plugin's files must have at most " + LENGTH_MAX / MIB + " MiB, since they are read into memory: "
                + "found " + mib + " MiB; keep data elsewhere, where the plugin finds it by itself";
    }

    private static Optional<String> excessOfSettings(Path settings) throws IOException {
        long length = Files.size(settings);
        return length <= SETTINGS_LENGTH_MAX ? Optional.empty() : Optional.of(settings.getFileName()
                + " must have at most 1 MiB: found " + length + " bytes");
    }

    private static Map<String, byte[]> bytes(Path library, List<Path> files, Path settings) throws IOException {
        Map<String, byte[]> read = new TreeMap<>();
        for (Path file : files) {
            if (!file.equals(settings)) {
                String path = library.getParent().relativize(file).toString();
                read.put(file.equals(library) ? plain(library) : path, Files.readAllBytes(file));
            }
        }
        return read;
    }

    private static DroppedLibrary refused(Path library, String reason) {
        return new DroppedLibrary(plain(library), Map.of(), new byte[0], Optional.of(reason));
    }

    private static String plain(Path library) {
        return library.getFileName().toString().replaceAll("[;,=\"\\s\\p{Cntrl}]", "_");
    }

    /** The file beside a library that says more about it; it need not be there. */
    static Path settingsBeside(Path library) {
        return library.resolveSibling(library.getFileName().toString().replaceAll("\\.[^.]+$", "") + ".json");
    }
}
