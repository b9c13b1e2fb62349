/* SPDX-License-Identifier: Apache-2.0 */
/* The ring's reader under libFuzzer: `ring-fuzz src/test/corpus/ring`. */
#include "readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    int32_t count;
    (void)read_ring(bytes, length, &count);
    return 0;
}
