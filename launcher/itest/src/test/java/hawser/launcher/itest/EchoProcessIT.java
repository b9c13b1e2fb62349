// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

/** The plugin has a process of its own. */
public class EchoProcessIT extends EchoContract {
    @Override
    protected String execution() {
        return "process";
    }
}
