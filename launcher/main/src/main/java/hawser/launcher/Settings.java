// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The framework's properties: those of {@code conf/system.properties}, and under them what follows from the folder. */
final class Settings {
    /** From this level on {@code deploy/} is open; Hawser's bundles come before it. */
    static final int DEPLOY_LEVEL = 40;
    static final String SUBDIRS = "felix.fileinstall.subdir.mode";
    static final String POLL = "felix.fileinstall.poll";

    private final Folder folder;
    private final String version;
    private final Server.Kind kind;

    Settings(Folder folder, String version, Server.Kind kind) {
        this.folder = folder;
        this.version = version;
        this.kind = kind;
    }

    Map<String, String> read(Path socket) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.putAll(framework());
        settings.putAll(services());
        settings.putAll(ofFile(folder.conf().resolve("system.properties")));
        checkPoll(settings);
        settings.put("hawser.home", folder.home().toString());
        settings.put("hawser.deploy", folder.deploy().toString());
        settings.put("hawser.unpacked", folder.unpacked().toString());
        settings.put("hawser.version", version);
        settings.put("hawser.history", folder.data().resolve("history").toString());
        settings.put("hawser.control.socket", socket.toString());
        settings.put("hawser.owned", Boolean.toString(kind == Server.Kind.OWNED));
        boolean interactive = kind == Server.Kind.SHELL && Boolean.getBoolean("hawser.terminal");
        settings.put("hawser.interactive", Boolean.toString(interactive));
        settings.forEach(Settings::offerAsSystemProperty);
        return settings;
    }

    private Map<String, String> framework() {
        return Map.of(
                "org.osgi.framework.storage", folder.cache().toString(),
                "org.osgi.framework.system.packages.extra", "jdk.internal.misc,sun.misc",
                "org.osgi.framework.bootdelegation", "",
                "felix.log.level", kind == Server.Kind.SHELL ? "0" : "1"); // it prints; the log has it anyway
    }

    private Map<String, String> services() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("felix.fileinstall.dir", folder.conf().toString());
        values.put("felix.fileinstall.filter", ".*\\.(cfg|config)");
        values.put("felix.fileinstall.tmpdir", folder.temporary().toString());
        values.put(SUBDIRS, "skip"); // as in deploy/
        values.put(POLL, "500");
        values.put("felix.fileinstall.noInitialDelay", "true");
        values.put("felix.fileinstall.enableConfigSave", "false");
        values.put("felix.fileinstall.log.level", "2");
        values.put("gosh.home", folder.conf().toString());
        values.put("org.ops4j.pax.logging.StaticLogbackFile", folder.conf().resolve("logback.xml").toString());
        values.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
        values.put("org.ops4j.pax.logging.useBufferingLogFallback", "true");
        values.put("jna.tmpdir", folder.nativeLibraries().toString());
        values.put("jline.tmpdir", folder.nativeLibraries().toString());
        return values;
    }

    /** FileInstall would fall silent over any other. */
    private static void checkPoll(Map<String, String> settings) {
        String poll = settings.get(POLL);
        if (!poll.matches("[1-9]\\d{0,8}")) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "conf/system.properties: " + POLL
                    + " must be a number of milliseconds, at least 1: found " + poll);
        }
    }

    private static Map<String, String> ofFile(Path file) {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new LaunchException(ExitCodes.NOT_STARTED, "cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name).strip()));
        return values;
    }

    /** JNA, JLine and Logback read system properties; what the command line set stays. */
    private static void offerAsSystemProperty(String name, String value) {
        if (name.startsWith("jna.") || name.startsWith("jline.") || name.startsWith("hawser.")) {
            System.getProperties().putIfAbsent(name, value);
        }
    }
}
