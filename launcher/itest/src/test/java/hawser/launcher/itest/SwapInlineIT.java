// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

/** Whoever asks runs the generation of the moment. */
public class SwapInlineIT extends SwapContract {
    @Override
    protected String execution() {
        return "inline";
    }

    @Override
    protected int window() {
        return 1;
    }
}
