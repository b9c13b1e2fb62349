/* SPDX-License-Identifier: Apache-2.0 */
/* Names for addresses of this process. Everything here may be called in a signal handler: nothing allocates. */
#ifndef HAWSER_SYMBOLS_H
#define HAWSER_SYMBOLS_H

#include "vitals.h"

#include <stdint.h>

/* Looks at the modules as they are loaded now. [one thread] */
void hawser_symbols_learn(void);
/* Fills in module, symbol and offset of frame->address, as far as they are known. */
void hawser_symbols_find(hawser_frame_t *frame);

#endif
