// colb: its version.
#pragma once

#define COLB_VERSION_MAJOR 0
#define COLB_VERSION_MINOR 1
#define COLB_VERSION_PATCH 0
#define COLB_VERSION_STRING "0.1.0"
