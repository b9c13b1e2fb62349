// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

/** The plugin has a thread of its own. */
public class EchoThreadIT extends EchoContract {
    @Override
    protected String execution() {
        return "thread";
    }
}
