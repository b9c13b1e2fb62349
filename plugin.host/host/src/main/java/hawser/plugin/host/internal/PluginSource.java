// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import hawser.transport.Codec;
import hawser.transport.Permissions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.Bundle;

/**
 * What a bundle, as it is now, has to make a generation of a plugin from, and what is configured.
 *
 * @param library its bytes
 * @param declared what the bundle says of it
 * @param bare whether it is a library that just lies there, and no bundle that somebody made on purpose
 * @param configured goes before what is declared
 * @param declaration both together
 * @param permissions what it may send and handle
 */
record PluginSource(LibraryFile library, Fields declared, boolean bare, Configured configured,
        PluginDeclaration declaration, Permissions permissions) {
    static PluginSource of(Bundle bundle, Function<String, Codec> codecs, Configured configured) throws IOException {
        PluginHeader header = header(bundle);
        if (header.refusal().isPresent()) {
            throw new PluginException(header.refusal().get());
        }
        Fields declared = header.fields(settings(bundle, header, codecs));
        PluginDeclaration declaration = PluginDeclaration.of(configured.over(declared));
        LibraryFile library = library(new BundleFiles(bundle), header, declaration);
        String permissions = bundle.getHeaders("").get(Permissions.HEADER);
        return new PluginSource(library, declared, LibraryBundle.isAt(bundle.getLocation()), configured, declaration,
                permissions != null ? Permissions.parse(permissions)
                        : new Permissions(declaration.send(), declaration.handle()));
    }

    private static PluginHeader header(Bundle bundle) {
        return PluginHeader.parse(bundle.getHeaders("").get(NativePluginConstants.HEADER));
    }

    /** {@return the events that a plugin would have, though nothing is known of its library} */
    static List<String> eventsOf(Bundle bundle, Function<String, Codec> codecs) throws IOException {
        PluginHeader header = header(bundle);
        List<String> declared = namesOf(PluginDeclaration.of(header.fields(settings(bundle, header, codecs))));
        return declared.isEmpty()
                ? List.of("plugin:" + EventName.of(PluginExtender.guessName(bundle)).text() + ":send") : declared;
    }

    /** {@return how it is driven} */
    String execution() {
        return execution(declaration, configured);
    }

    /** A digest was pinned by somebody on purpose, as a bundle was made. */
    private String execution(PluginDeclaration said, Configured now) {
        return now.execution().or(said::execution)
                .orElseGet(() -> bare && said.sha256().isEmpty() ? now.common().trust() : ThreadExecution.NAME);
    }

    /** Whether a generation of it would be another if that were configured now and not what was before. */
    boolean isOther(Configured before, Configured now) {
        try {
            return !before.equals(now) && !terms(before).equals(terms(now));
        } catch (PluginException e) {
            return true; // it is refused when it is tried
        }
    }

    private PluginTerms terms(Configured now) {
        PluginDeclaration said = PluginDeclaration.of(now.over(declared));
        return PluginTerms.of(execution(said, now), said, now);
    }

    /** With what lies beside it, if it has a folder of the bundle for itself. */
    private static LibraryFile library(BundleFiles files, PluginHeader header, PluginDeclaration declaration)
            throws IOException {
        String path = NativeCode.pathOf(files.bundle(), header.library()).orElse(header.library());
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        Map<String, byte[]> companions = new TreeMap<>();
        for (String beside : folder.isEmpty() ? List.<String>of() : files.paths(folder)) {
            if (!beside.equals(path) && !header.settings().equals(Optional.of(beside))) {
                companions.put(beside.substring(folder.length()), files.bytes(beside));
            }
        }
        return new LibraryFile(path.substring(folder.length()), files.bytes(path), declaration.limits(), companions);
    }

    private static Map<String, Object> settings(Bundle bundle, PluginHeader header, Function<String, Codec> codecs)
            throws IOException {
        return header.settings().isEmpty() ? Map.of() : SettingsFile.read(header.settings().get(),
                new BundleFiles(bundle).bytes(header.settings().get()), codecs);
    }

    /** Whether a plugin that was made from the other would be no different. */
    boolean isSameAs(PluginSource other) {
        return library.isSameAs(other.library) && declaration.equals(other.declaration)
                && permissions.equals(other.permissions) && terms(configured).equals(other.terms(other.configured));
    }

    /** The same, but for what is configured. */
    PluginSource configured(Configured other) {
        PluginDeclaration both = PluginDeclaration.of(other.over(declared));
        LibraryFile limited = new LibraryFile(library.name(), library.bytes(), both.limits(), library.companions());
        return new PluginSource(limited, declared, bare, other, both, permissions);
    }

    PluginSource drivenBy(String other) {
        return configured(configured.drivenBy(other));
    }

    boolean isInProcess() {
        return !execution().equals(ProcessExecution.NAME);
    }

    /** A symbol that ties the library to this process for good, if it has one. */
    Optional<String> uniqueSymbol() {
        return isInProcess() ? library.uniqueSymbol() : Optional.empty();
    }

    List<String> declaredEvents() {
        return namesOf(declaration);
    }

    private static List<String> namesOf(PluginDeclaration declaration) {
        return declaration.events().stream().map(DeclaredEvent::name).toList();
    }

    PluginPlan plan(LoadedPlugin plugin) {
        return PluginPlan.of(declaration, plugin, permissions, configured.common());
    }

    /** Checks all that can be checked before the library is loaded into this process. */
    void prepare(LoadedLibraries libraries) {
        declaration.sha256().ifPresent(library::requireDigest);
        if (System.getProperty("os.name").equals("Linux")) {
            ElfFile.require(library, System.getProperty("os.arch"));
        }
        libraries.prepare(execution(), library);
    }

    /** Loads the library; runs nothing but constructors and the entry. */
    LoadedPlugin load(LoadedLibraries libraries) {
        prepare(libraries);
        return libraries.load(execution(), library);
    }
}
