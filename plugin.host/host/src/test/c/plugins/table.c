/* SPDX-License-Identifier: Apache-2.0 */
/* Echoes; one entry of its table is changed from outside. */
#include "fixture.h"

FIXTURE_TABLE
