/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `guide-peer FILE renderer|native TO_NATIVE TO_RENDERER COUNT`: echoes COUNT messages, knowing nothing but the guide's
 * pages: four 32-bit integers, the buffer to native, the buffer to the renderer. Includes nothing of Hawser.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static void wait_a_bit(void) {
    const struct timespec bit = {0, 50000};
    (void)nanosleep(&bit, NULL);
}

static void echo(_Atomic int32_t *in, const uint8_t *in_data, _Atomic int32_t *out, uint8_t *out_data) {
    while (atomic_load(&in[0]) != 1) {
        wait_a_bit();
    }
    const int32_t length = atomic_load(&in[1]);
    while (atomic_load(&out[0]) != 0) {
        wait_a_bit();
    }
    memcpy(out_data, in_data, (size_t)length);
    atomic_store(&in[0], 0);
    atomic_store(&out[1], length);
    atomic_store(&out[0], 1);
}

int main(int count, char **arguments) {
    if (count != 6) {
        return 2;
    }
    const long to_native = atol(arguments[3]);
    const long to_renderer = atol(arguments[4]);
    const int file = open(arguments[1], O_RDWR);
    uint8_t *memory = mmap(NULL, (size_t)(16 + to_native + to_renderer), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file < 0 || memory == MAP_FAILED) {
        return 2;
    }
    _Atomic int32_t *control = (_Atomic int32_t *)(void *)memory;
    for (long i = atol(arguments[5]); i > 0; i--) {
        if (strcmp(arguments[2], "native") == 0) {
            echo(control, memory + 16, control + 2, memory + 16 + to_native);
        } else {
            echo(control + 2, memory + 16 + to_native, control, memory + 16);
        }
    }
    return 0;
}
