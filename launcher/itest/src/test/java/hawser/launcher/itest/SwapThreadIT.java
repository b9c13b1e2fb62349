// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

/** The generations have threads of their own. */
public class SwapThreadIT extends SwapContract {
    @Override
    protected String execution() {
        return "thread";
    }

    @Override
    protected int window() {
        return 8;
    }
}
