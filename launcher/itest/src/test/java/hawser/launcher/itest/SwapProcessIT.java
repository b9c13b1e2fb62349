// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

/** The generations have processes of their own. */
public class SwapProcessIT extends SwapContract {
    @Override
    protected String execution() {
        return "process";
    }

    @Override
    protected int window() {
        return 8;
    }
}
