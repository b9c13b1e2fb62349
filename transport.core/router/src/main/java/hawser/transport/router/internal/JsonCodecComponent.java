// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Codec;
import java.lang.reflect.Type;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** JSON as a service. It keeps no class of a bundle that was updated or uninstalled. */
@Component(service = Codec.class, property = Codec.MEDIA_TYPE + "=" + Codec.JSON,
        configurationPid = JsonCodecConfig.PID)
@Designate(ocd = JsonCodecConfig.class)
public final class JsonCodecComponent implements Codec, BundleListener {
    private final JsonCodec codec;
    private final BundleContext context;

    @Activate
    public JsonCodecComponent(BundleContext context, JsonCodecConfig config) {
        this.codec = new JsonCodec(config.max_depth(), config.max_length(), config.max_members(), config.max_digits());
        this.context = context;
        context.addBundleListener(this);
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.UNRESOLVED) {
            codec.forget();
        }
    }

    @Override
    public byte[] encode(Object value, Type type) {
        return codec.encode(value, type);
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        return codec.decode(bytes, type);
    }
}
