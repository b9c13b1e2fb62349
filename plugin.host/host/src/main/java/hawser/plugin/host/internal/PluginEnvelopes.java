// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The events of a plugin that takes envelopes, and how requests become their messages. Thread-safe. */
final class PluginEnvelopes {
    /** Room for a type byte or a name. */
    private static final int MARGIN = 512;

    private final Set<String> events;
    private final PluginRequests requests;
    private final PluginFailures failures;
    private final String name;

    PluginEnvelopes(List<DeclaredEvent> declared, PluginRequests requests, PluginFailures failures, String name) {
        this.events = declared.stream().filter(DeclaredEvent::isBatch).map(DeclaredEvent::name)
                .collect(Collectors.toUnmodifiableSet());
        this.requests = requests;
        this.failures = failures;
        this.name = name;
    }

    /** Whether each of its messages is an envelope, be it of one request. */
    boolean takes(Event<?, ?> event) {
        return !events.isEmpty() && events.contains(event.name());
    }

    /**
     * Sends requests of one such event: as one message, or as many as the channel makes necessary. Those that were not
     * taken: the last ones, if any.
     */
    List<Exchange> send(List<Exchange> all) {
        List<Exchange> items = new ArrayList<>(all.size());
        List<byte[]> payloads = new ArrayList<>(all.size());
        long length = PluginEnvelope.HEADER_LENGTH + MARGIN;
        int first = 0;
        for (int i = 0; i < all.size(); i++) {
            byte[] content = content(all.get(i));
            long more = content == null ? 0 : PluginEnvelope.ITEM_HEADER_LENGTH + content.length;
            if (!items.isEmpty() && length + more > requests.maxPayload()) {
                if (!send(items, payloads)) {
                    return all.subList(first, all.size());
                }
                first = i;
                items.clear();
                payloads.clear();
                length = PluginEnvelope.HEADER_LENGTH + MARGIN;
            }
            if (content != null) {
                items.add(all.get(i));
                payloads.add(content);
                length += more;
            }
        }
        return items.isEmpty() || send(items, payloads) ? List.of() : all.subList(first, all.size());
    }

    /** The payload, or null if it cannot be encoded, which is its request's failure alone. */
    private byte[] content(Exchange request) {
        try {
            return requests.content(request);
        } catch (RuntimeException e) {
            request.fail(failures.notSent(request.event(), e));
            return null;
        }
    }

    private boolean send(List<Exchange> items, List<byte[]> payloads) {
        Exchange first = items.get(0);
        Object message = requests.mark(first.event(), PluginEnvelope.pack(payloads));
        return first.event().isNotification() ? requests.notify(first, message)
                : requests.request(new PluginEnvelope(items, name), message);
    }
}
