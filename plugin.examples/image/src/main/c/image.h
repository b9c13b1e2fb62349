/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: a PPM is read where it lies, a PNG is written where it goes. */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>
#include <stdint.h>

enum { CHANNELS = 3 };

/* Three bytes for each pixel, row by row. */
typedef struct picture {
    const uint8_t *pixels; /* somebody else's */
    uint32_t width;
    uint32_t height;
} picture_t;

/* A binary PPM (P6) with 255 as its largest value. 0, or -1 if it is none, or ends too soon. */
int ppm_read(picture_t *picture, const uint8_t *data, size_t length);

/* Writes one row of the result. */
typedef void (*filter_t)(const picture_t *from, uint32_t y, uint8_t *row);
void filter_blur(const picture_t *from, uint32_t y, uint8_t *row);
void filter_edges(const picture_t *from, uint32_t y, uint8_t *row);
void filter_sepia(const picture_t *from, uint32_t y, uint8_t *row);

/* Bytes that the PNG of such a picture takes: it is not compressed. */
size_t png_length(const picture_t *picture);
/* Filters into a PNG of that length at `to`, row by row. */
void png_write(uint8_t *to, const picture_t *from, filter_t filter);

#endif
