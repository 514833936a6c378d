// tile: where in the picture a tile's pixels lie; every fragment stage of a context that draws tiles begins with it.
// Filled by dreamscape/render/tiles.py: px, by which the tile lies right of and above the picture's corner.
layout(std140) uniform Tile { vec4 tile_corner; };
#define gl_FragCoord (gl_FragCoord + tile_corner)
