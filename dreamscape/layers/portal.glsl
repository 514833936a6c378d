// The portal: the arch around the door in its orders, the front that it is in, steps, ground, and what stands along the
// way; metres. Cost: stonework.glsl's a pixel of it; 5,000 vertices.
#include "frame.glsl"
#include "touch.glsl"
#include "stonework.glsl"

#ifdef VERTEX_STAGE
void main() {
    set_out();
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

void main() {
    colour = vec4(stone_seen(), 1.0);
}
#endif
