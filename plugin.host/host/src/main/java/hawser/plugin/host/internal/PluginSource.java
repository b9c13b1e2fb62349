// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import hawser.transport.Codec;
import hawser.transport.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        PluginHeader header = PluginHeader.parse(bundle.getHeaders("").get(NativePluginConstants.HEADER));
        if (header.refusal().isPresent()) {
            throw new PluginException(header.refusal().get());
        }
        Fields declared = header.fields(settings(bundle, header, codecs));
        PluginDeclaration declaration = PluginDeclaration.of(configured.over(declared));
        String path = header.library();
        LibraryFile library = new LibraryFile(path.substring(path.lastIndexOf('/') + 1), bytes(bundle, path),
                declaration.limits());
        String permissions = bundle.getHeaders("").get(Permissions.HEADER);
        return new PluginSource(library, declared, LibraryBundle.isAt(bundle.getLocation()), configured, declaration,
                permissions != null ? Permissions.parse(permissions)
                        : new Permissions(declaration.send(), declaration.handle()));
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

    private static Map<String, Object> settings(Bundle bundle, PluginHeader header, Function<String, Codec> codecs)
            throws IOException {
        if (header.settings().isEmpty()) {
            return Map.of();
        }
        return SettingsFile.read(header.settings().get(), bytes(bundle, header.settings().get()), codecs);
    }

    private static byte[] bytes(Bundle bundle, String name) throws IOException {
        String path = NativeCode.pathOf(bundle, name).orElse(name);
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            throw new PluginException("the header " + NativePluginConstants.HEADER
                    + " must name a file of its bundle: there is no " + path + " in " + bundle.getSymbolicName());
        }
        try (InputStream stream = entry.openStream()) {
            return stream.readAllBytes();
        }
    }

    /** The same, but for what is configured. */
    PluginSource configured(Configured other) {
        PluginDeclaration both = PluginDeclaration.of(other.over(declared));
        return new PluginSource(new LibraryFile(library.name(), library.bytes(), both.limits()), declared, bare, other,
                both, permissions);
    }

    PluginSource drivenBy(String other) {
        return configured(configured.drivenBy(other));
    }

    boolean isInProcess() {
        return !execution().equals(ProcessExecution.NAME);
    }

    /** A symbol that ties the library to this process for good, if it has one. */
    Optional<String> uniqueSymbol() {
        return isInProcess() ? ElfFile.uniqueSymbol(library) : Optional.empty();
    }

    List<String> declaredEvents() {
        return declaration.events().stream().map(DeclaredEvent::name).toList();
    }

    PluginPlan plan(LoadedPlugin plugin) {
        return PluginPlan.of(declaration, plugin, permissions, configured.common());
    }

    /** Loads the library; runs nothing but constructors and the entry. */
    LoadedPlugin load(LoadedLibraries libraries) {
        declaration.sha256().ifPresent(library::requireDigest);
        if (System.getProperty("os.name").equals("Linux")) {
            ElfFile.require(library, System.getProperty("os.arch"));
        }
        return libraries.load(execution(), library);
    }
}
