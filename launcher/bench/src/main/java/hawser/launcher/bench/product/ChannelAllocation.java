// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.OneWay;
import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.measure.Partner;
import hawser.launcher.bench.measure.RoundTrip;

/** The product's transfers as operations, so that what they allocate can be counted. */
public final class ChannelAllocation {
    private ChannelAllocation() {
    }

    /** {@return offers in Java} */
    public static Operation toNative() throws Exception {
        return transfer(ToNative.oneByOne(RoundTrip.SMALL));
    }

    /** {@return messages to a handler in Java} */
    public static Operation toJava() throws Exception {
        return transfer(ToJava.copied(RoundTrip.SMALL));
    }

    /** {@return requests to the echo plugin, one at a time} */
    public static Operation plugin() throws Exception {
        RoundTrip trip = PluginRoundTrip.thread(RoundTrip.SMALL);
        return times -> trip.pipeline(times, 1);
    }

    /** It stays open until the fork ends. */
    private static Operation transfer(OneWay way) {
        Partner partner = new Partner();
        return times -> {
            var end = partner.start(() -> way.receive(times));
            way.send(times);
            end.get();
        };
    }
}
