// slab: the vertex stage of a part of the door, `from` to `to` in its plane, metres: a grid that bends as the door
// does. Draw 6 * SLAB * SLAB vertices. Out: `at`, metres in the plane; `place`, metres in the world. Cost:
// negligible.
#include "threshold.glsl"
#ifdef VERTEX_STAGE
uniform vec2 from;
uniform vec2 to;
out vec2 at;
out vec3 place;
const int SLAB = 10;

void main() {
    int quad = gl_VertexID / 6;
    int corner = gl_VertexID % 6;
    corner = corner < 3 ? corner : 6 - corner;  // 0 1 2, 3 2 1
    ivec2 cell = ivec2(quad % SLAB + (corner & 1), quad / SLAB + (corner >> 1));
    at = mix(from, to, vec2(cell) / float(SLAB));
    place = pressed(at);
    gl_Position = frame.view_projection * vec4(place, 1.0);
}
#endif
