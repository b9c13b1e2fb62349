/* SPDX-License-Identifier: Apache-2.0 */
/* Filters of a few lines each. Beyond the picture's edge its outermost pixels go on. */
#include "image.h"

#include <stdlib.h>

static uint32_t clamp_index(int64_t index, uint32_t count) {
    return index < 0 ? 0 : index >= count ? count - 1 : (uint32_t)index;
}

static const uint8_t *pixel(const picture_t *from, int64_t x, int64_t y) {
    return from->pixels
           + ((size_t)clamp_index(y, from->height) * from->width + clamp_index(x, from->width)) * CHANNELS;
}

/* The mean of 5 by 5 pixels. */
void filter_blur(const picture_t *from, uint32_t y, uint8_t *row) {
    enum { REACH = 2, COUNT = (2 * REACH + 1) * (2 * REACH + 1) };
    for (uint32_t x = 0; x < from->width; x++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            uint32_t sum = 0;
            for (int dy = -REACH; dy <= REACH; dy++) {
                for (int dx = -REACH; dx <= REACH; dx++) {
                    sum += pixel(from, (int64_t)x + dx, (int64_t)y + dy)[channel];
                }
            }
            *row++ = (uint8_t)(sum / COUNT);
        }
    }
}

static int brightness(const picture_t *from, int64_t x, int64_t y) {
    const uint8_t *at = pixel(from, x, y);
    return (at[0] * 299 + at[1] * 587 + at[2] * 114) / 1000;
}

/* How fast the brightness changes (Sobel): white lines on black. */
void filter_edges(const picture_t *from, uint32_t y, uint8_t *row) {
    for (uint32_t x = 0; x < from->width; x++) {
        int across = 0;
        int down = 0;
        for (int step = -1; step <= 1; step++) {
            const int weight = step == 0 ? 2 : 1;
            across += weight * (brightness(from, (int64_t)x + 1, (int64_t)y + step)
                                - brightness(from, (int64_t)x - 1, (int64_t)y + step));
            down += weight * (brightness(from, (int64_t)x + step, (int64_t)y + 1)
                              - brightness(from, (int64_t)x + step, (int64_t)y - 1));
        }
        const int change = abs(across) + abs(down);
        for (int channel = 0; channel < CHANNELS; channel++) {
            *row++ = (uint8_t)(change > 255 ? 255 : change);
        }
    }
}

/* An old photograph. */
void filter_sepia(const picture_t *from, uint32_t y, uint8_t *row) {
    static const int weights[CHANNELS][CHANNELS] = {{393, 769, 189}, {349, 686, 168}, {272, 534, 131}};
    for (uint32_t x = 0; x < from->width; x++) {
        const uint8_t *at = pixel(from, x, y);
        for (int channel = 0; channel < CHANNELS; channel++) {
            const int *weight = weights[channel];
            const int value = (at[0] * weight[0] + at[1] * weight[1] + at[2] * weight[2]) / 1000;
            *row++ = (uint8_t)(value > 255 ? 255 : value);
        }
    }
}
