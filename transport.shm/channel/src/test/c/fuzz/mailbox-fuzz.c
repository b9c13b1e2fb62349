/* SPDX-License-Identifier: Apache-2.0 */
/* The mailbox's reader under libFuzzer: `mailbox-fuzz src/test/corpus/mailbox`. */
#include "readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    int32_t count;
    (void)read_mailbox(bytes, length, &count);
    return 0;
}
