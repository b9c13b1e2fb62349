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
 * What a bundle, as it is now, has to make a generation of a plugin from.
 *
 * @param library its bytes
 * @param declaration what is said of it
 * @param permissions what it may send and handle
 * @param execution how it is driven
 */
record PluginSource(LibraryFile library, PluginDeclaration declaration, Permissions permissions, String execution) {
    /** The choice goes before what is declared; trust is how a bare library is driven that nobody vouches for. */
    static PluginSource of(Bundle bundle, Function<String, Codec> codecs, String trust, Optional<String> choice)
            throws IOException {
        PluginHeader header = PluginHeader.parse(bundle.getHeaders("").get(NativePluginConstants.HEADER));
        if (header.refusal().isPresent()) {
            throw new PluginException(header.refusal().get());
        }
        PluginDeclaration declaration = header.declaration(settings(bundle, header, codecs));
        String path = header.library();
        LibraryFile library = new LibraryFile(path.substring(path.lastIndexOf('/') + 1), bytes(bundle, path),
                declaration.limits());
        String permissions = bundle.getHeaders("").get(Permissions.HEADER);
        return new PluginSource(library, declaration, permissions != null ? Permissions.parse(permissions)
                : new Permissions(declaration.send(), declaration.handle()),
                choice.or(declaration::execution).orElseGet(() -> usualExecution(bundle, declaration, trust)));
    }

    /** A bundle was made by somebody on purpose, and so was a digest; a bare library just lies there. */
    private static String usualExecution(Bundle bundle, PluginDeclaration declaration, String trust) {
        boolean bare = LibraryBundle.isAt(bundle.getLocation());
        return bare && declaration.sha256().isEmpty() ? trust : "thread";
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

    PluginSource drivenBy(String other) {
        return new PluginSource(library, declaration, permissions, other);
    }

    boolean isInProcess() {
        return !execution.equals(ProcessExecution.NAME);
    }

    /** A symbol that ties the library to this process for good, if it has one. */
    Optional<String> uniqueSymbol() {
        return isInProcess() ? ElfFile.uniqueSymbol(library) : Optional.empty();
    }

    List<String> declaredEvents() {
        return declaration.events().stream().map(DeclaredEvent::name).toList();
    }

    PluginPlan plan(LoadedPlugin plugin, HostSettings settings) {
        return PluginPlan.of(declaration, plugin, permissions, settings);
    }

    /** Loads the library; runs nothing but constructors and the entry. */
    LoadedPlugin load(LoadedLibraries libraries) {
        declaration.sha256().ifPresent(library::requireDigest);
        if (System.getProperty("os.name").equals("Linux")) {
            ElfFile.require(library, System.getProperty("os.arch"));
        }
        return libraries.load(execution, library);
    }
}
