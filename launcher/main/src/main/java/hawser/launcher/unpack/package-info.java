// SPDX-License-Identifier: Apache-2.0
/** The executable jar: the distribution in one file, which unpacks itself and runs there. It needs no other class. */
package hawser.launcher.unpack;
