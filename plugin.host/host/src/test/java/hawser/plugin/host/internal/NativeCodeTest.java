// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NativeCodeTest {
    private static final NativeCode CODE = NativeCode.parse("native/linux-x86-64/libecho.so;"
            + "native/linux-x86-64/libmore.so;osname=Linux;processor=x86-64,"
            + " native/linux-aarch64/libecho.so ; osname = linux;processor=AArch64");

    private static Map<String, Object> platform(String system, String... processors) {
        return Map.of("osgi.native.osname", List.of(system, ""), "osgi.native.processor", List.of(processors));
    }

    @Test
    void shouldFindTheLibraryOfEachPlatform() {
        assertEquals(Optional.of("native/linux-x86-64/libecho.so"),
                CODE.path("libecho.so", platform("linux", "x86-64", "amd64", "x86_64")));
        assertEquals(Optional.of("native/linux-x86-64/libmore.so"),
                CODE.path("libmore.so", platform("linux", "x86-64")));
        assertEquals(Optional.of("native/linux-aarch64/libecho.so"),
                CODE.path("libecho.so", platform("linux", "aarch64")));
    }

    @Test
    void shouldFindNothingWhereNoClauseFits() {
        assertEquals(Optional.empty(), CODE.path("libecho.so", platform("win32", "x86-64")));
        assertEquals(Optional.empty(), CODE.path("libecho.so", platform("linux", "riscv64")));
        assertEquals(Optional.empty(), CODE.path("libmore.so", platform("linux", "aarch64")));
        assertEquals(Optional.empty(), CODE.path("echo.so", platform("linux", "x86-64")));
    }

    @Test
    void shouldTakeAPathThatIsForEveryPlatform() {
        assertEquals(Optional.of("libecho.so"),
                NativeCode.parse("libecho.so").path("libecho.so", platform("linux", "riscv64")));
    }
}
