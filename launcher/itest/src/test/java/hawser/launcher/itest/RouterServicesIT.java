// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Interceptor;
import hawser.transport.LegacyChannel;
import hawser.transport.PluginIdentity;
import hawser.transport.Registration;
import hawser.transport.Transport;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** What comes to the router as services, and what it offers beside the transport. */
public class RouterServicesIT extends InFelix {
    private static final Event<String, Integer> LENGTH =
            Events.defineNamed("test:services:length").define(String.class, Integer.class);

    private final List<String> seen = new ArrayList<>();

    private static Dictionary<String, Object> property(String name, Object value) {
        return new Hashtable<>(Map.of(name, value));
    }

    private ServiceRegistration<Interceptor> intercept(String name, int ranking) {
        return context.registerService(Interceptor.class, exchange -> seen.add(name),
                property(Constants.SERVICE_RANKING, ranking));
    }

    @Test
    public void shouldAskInterceptorsByTheirRankingForAsLongAsTheyAreServices() throws Exception {
        Registration handler = service(Transport.class).on(LENGTH, (text, request) -> text.length());
        ServiceRegistration<Interceptor> low = intercept("low", 1);
        ServiceRegistration<Interceptor> high = intercept("high", 9);

        send(LENGTH, "a");
        high.setProperties(property(Constants.SERVICE_RANKING, 0));
        send(LENGTH, "b");
        low.unregister();
        send(LENGTH, "c");
        high.unregister();
        send(LENGTH, "d");

        assertEquals(List.of("high", "low", "low", "high", "high"), seen);
        handler.close();
    }

    @Test
    public void shouldTellOverJmxWhatBecameOfRequests() throws Exception {
        Event<String, Integer> event = Events.defineNamed("test:services:jmx").define(String.class, Integer.class);
        Registration handler = service(Transport.class).on(event, (text, request) -> Integer.parseInt(text));
        send(event, "1");
        assertEquals(ErrorCode.INTERNAL_ERROR, failureOf(service(Transport.class).send(event, "one")).code());

        CompositeData[] rows = (CompositeData[]) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("hawser.transport:type=Events"), "Events");

        CompositeData row = Stream.of(rows).filter(each -> each.get("name").equals(event.name())).findFirst()
                .orElseThrow();
        assertEquals(List.of(2L, 1L, 0L), List.of(row.get("begun"), row.get("answered"), row.get("inFlight")));
        handler.close();
    }

    @Test
    public void shouldGiveEachBundleALegacyChannelOfItsOwnIdentity() throws Exception {
        LegacyChannel channel = service(LegacyChannel.class);
        Registration legacy = channel.regChannel("who asks",
                (data, request) -> request.plugin().map(PluginIdentity::bundleId).orElse(-1L));
        Registration typed = service(Transport.class).on(LENGTH, (text, request) -> text.length());

        assertEquals(context.getBundle().getBundleId(), channel.send("who asks", null).toCompletableFuture().get());
        assertEquals(3, channel.send(LENGTH.name(), "abc").toCompletableFuture().get());
        legacy.close();
        assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(channel.send("who asks", null)).code());
        typed.close();
    }

    /** Another way to write payloads. */
    private static final class Shouting implements Codec {
        @Override
        public byte[] encode(Object value, Type type) {
            return (value + "!").getBytes(UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return "heard " + new String(bytes, UTF_8);
        }
    }

    @Test
    public void shouldTakeACodecThatWasAddedForItsMediaType() throws Exception {
        Bundle echo = startEcho();
        Event<String, String> shouted = Events.defineNamed(ECHO.name())
                .define(String.class, String.class, EventOptions.defaults().withMediaType("text/x-shout"));
        String missing = failureOf(service(Transport.class).send(shouted, "hi")).getMessage();
        ServiceRegistration<Codec> codec = context.registerService(Codec.class, new Shouting(),
                property(Codec.MEDIA_TYPE, "text/x-shout"));

        assertEquals("heard hi!", send(shouted, "hi"));

        assertTrue(missing, missing.contains("text/x-shout"));
        codec.unregister();
        echo.uninstall();
    }
}
