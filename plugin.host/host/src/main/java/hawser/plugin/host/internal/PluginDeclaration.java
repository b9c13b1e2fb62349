// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.channel.ChannelSizes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a plugin's author or administrator says about it, in the header of its bundle or in a file beside its library.
 *
 * @param execution how it is driven, if that is said
 * @param events that it handles; none = {@code plugin:<name>:send}
 * @param send patterns of events that it may send
 * @param handle patterns of events that it may handle
 * @param limits of its process, by name
 * @param updateNs between two updates, if that is said
 * @param sendTimeoutNs that a message of it waits for room, if that is said
 * @param toNative bytes of the buffer to it, if that is said
 * @param toRenderer bytes of the buffer from it, if that is said
 * @param swap how its generations follow each other
 * @param sha256 what its library's digest must be, if that is said
 */
record PluginDeclaration(Optional<String> execution, List<DeclaredEvent> events, List<String> send, List<String> handle,
        Map<String, String> limits, OptionalLong updateNs, OptionalLong sendTimeoutNs, OptionalLong toNative,
        OptionalLong toRenderer, Swap swap, Optional<String> sha256) {
    /** How a generation follows another. */
    enum Swap {
        /** The new one is initialized while the old one serves. */
        OVERLAP,
        /** The old one is shut down before the new one is initialized. */
        STOP_FIRST;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static final List<String> LIMITS = List.of("memory", "cpu", "files", "processes", "user");
    private static final List<String> FIELDS = List.of("execution", "events", "permissions", "limits",
            "update.interval", "send.timeout", "buffer.to-native", "buffer.to-renderer", "swap", "sha256");
    private static final List<String> EVENT_FIELDS = List.of("name", "type", "request", "response", "batch");

    static PluginDeclaration of(Fields fields) {
        fields.requireKnown(FIELDS);
        Fields permissions = fields.fields("permissions").requireKnown(List.of("send", "handle"));
        return new PluginDeclaration(fields.text("execution"), events(fields), permissions.texts("send"),
                permissions.texts("handle"), limits(fields), time(fields, "update.interval"),
                time(fields, "send.timeout"), length(fields, "buffer.to-native"), length(fields, "buffer.to-renderer"),
                swap(fields), sha256(fields));
    }

    private static List<DeclaredEvent> events(Fields fields) {
        List<DeclaredEvent> events = new ArrayList<>();
        for (Fields event : fields.all("events")) {
            event.requireKnown(EVENT_FIELDS);
            String name = event.text("name").orElseThrow(() ->
                    new PluginException(fields.where() + ": each event must have a name, as in storage:kv:get"));
            events.add(new DeclaredEvent(name, event.text("type").map(text -> type(name, text))
                    .orElse(DeclaredEvent.NO_TYPE), kind(event, "request"), kind(event, "response"),
                    event.truth("batch")));
        }
        requireApart(events);
        return List.copyOf(events);
    }

    private static int type(String event, String text) {
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            throw new PluginException("an event's type must be a byte: " + event + " has type=" + text, e);
        }
    }

    private static DeclaredEvent.Kind kind(Fields event, String field) {
        List<String> kinds = Stream.of(DeclaredEvent.Kind.values()).map(DeclaredEvent.Kind::text).toList();
        return event.oneOf(field, kinds).map(text -> DeclaredEvent.Kind.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(DeclaredEvent.Kind.BYTES);
    }

    private static void requireApart(List<DeclaredEvent> events) {
        Set<Object> seen = new HashSet<>();
        for (DeclaredEvent event : events) {
            if (!seen.add(event.name()) || event.hasType() && !seen.add(event.type())) {
                throw new PluginException("a plugin's events must differ in name and type: found " + event.name()
                        + (event.hasType() ? " with type=" + event.type() : "") + " beside another");
            }
        }
    }

    private static Map<String, String> limits(Fields fields) {
        Fields limits = fields.fields("limits").requireKnown(LIMITS);
        Map<String, String> texts = new LinkedHashMap<>();
        limits.values().keySet().forEach(name -> texts.put(name,
                Long.toString(Quantities.length("limits." + name, limits.text(name).orElse("")))));
        return Map.copyOf(texts);
    }

    private static OptionalLong time(Fields fields, String name) {
        return fields.text(name).map(text -> OptionalLong.of(Quantities.time(name, text)))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong length(Fields fields, String name) {
        Optional<String> text = fields.text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        long length = Quantities.length(name, text.get());
        if (length < ChannelSizes.MIN || length > ChannelSizes.MAX) {
            throw new PluginException("a buffer must have 1KiB to 500MiB: found " + name + "=" + text.get());
        }
        return OptionalLong.of(length);
    }

    private static Swap swap(Fields fields) {
        return fields.oneOf("swap", Stream.of(Swap.values()).map(Swap::text).toList())
                .map(text -> text.equals(Swap.STOP_FIRST.text()) ? Swap.STOP_FIRST : Swap.OVERLAP)
                .orElse(Swap.OVERLAP);
    }

    private static Optional<String> sha256(Fields fields) {
        Optional<String> digest = fields.text("sha256").map(text -> text.toLowerCase(Locale.ROOT));
        if (digest.isPresent() && !digest.get().matches("[0-9a-f]{64}")) {
            throw new PluginException(fields.where() + ": sha256 must be 64 hexadecimal digits, as sha256sum prints "
                    + "them: found sha256=" + digest.get());
        }
        return digest;
    }

    /** Its events, or the one that a plugin of that name has which declares none. It must be told them apart. */
    List<DeclaredEvent> eventsOf(EventName plugin, Set<Extension> extensions) {
        List<DeclaredEvent> unnamed = events.stream().filter(event -> !event.isNamedFor(extensions)).toList();
        unnamed.stream().filter(event -> unnamed.size() > 1 && !event.hasType()).findFirst().ifPresent(event -> {
            throw new PluginException("a plugin without " + (event.isStream() ? "hawser.stream/1" : "hawser.request/1")
                    + " is not told which event a message belongs to, so each of several events must have a type "
                    + "byte: " + event.name() + " has none; add type=N");
        });
        return events.isEmpty() ? List.of(DeclaredEvent.of("plugin:" + plugin.text() + ":send")) : events;
    }

    /** What of the host's settings holds for this plugin. */
    HostSettings over(HostSettings settings) {
        return new HostSettings(new ChannelSizes(toNative.orElse(settings.sizes().toNative()),
                toRenderer.orElse(settings.sizes().toRenderer())), settings.overflow(),
                settings.times().with(updateNs, sendTimeoutNs), settings.hangNs(),
                settings.trust());
    }
}
