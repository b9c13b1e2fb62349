// SPDX-License-Identifier: Apache-2.0
/** The conversation between {@code bin/hawser} and a running instance: frames over a Unix domain socket. */
package hawser.launcher.control;
