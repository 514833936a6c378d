// pool_rings: rings that run outwards on the pool, each a strip around it, added to the field of its slopes and height.
// Cost: paid only within the rings, 0.5 ms for twelve on two cores.
#include "frame.glsl"
#include "fall.glsl"
#include "sine.glsl"
#include "ring_wave.glsl"

#ifdef VERTEX_STAGE
in vec3 around;  // the direction of a corner; 0 at its inner edge, 1 at its outer one
in vec4 ring;    // x, y, m; age in s, strength
out vec2 off;    // m from its middle
flat out float front;
flat out vec3 shape;

void main() {
    const float CORNERS = 0.9808;  // the cosine of half the angle between two
    front = RING_PACE * ring.z;
    shape = ring_shape(ring.z, ring.w);
    float wide = 1.0 / shape.x;
    float reach = around.z > 0.5 ? (front + wide) / CORNERS : max(front - wide, 0.0) * CORNERS;
    off = around.xy * reach;
    gl_Position = frame.view_projection * vec4(ring.xy + off, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec2 off;
flat in float front;
flat in vec3 shape;
layout(location = 0) out vec2 slope;
layout(location = 1) out float height;

void main() {
    vec3 wave = ring_wave(off, front, shape);
    slope = wave.xy;
    height = wave.z;
}
#endif
