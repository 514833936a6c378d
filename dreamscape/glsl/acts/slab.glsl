// slab: the vertex stage of a part of the door, `from` to `to` in its plane, metres: a grid that bends as the door
// does. Draw 6 * SLAB * SLAB vertices. COLLAR_RING: both halves of a `ring` around the lock instead, from its inner to
// its outer radius, m, a little nearer; draw 12 * RING vertices. GAP: a little nearer, too. Out: `at`, metres in the
// plane; `place`, metres in the world; `weather`, as of weather_at. Cost: negligible.
#include "door_light.glsl"
#ifdef VERTEX_STAGE
out vec2 at;
out vec3 place;
out vec4 weather;

#ifdef COLLAR_RING
uniform vec2 ring;
const int RING = 24;

vec2 corner_at(int quad, int corner) {
    float side = quad < RING ? -1.0 : 1.0;
    float turn = (float(quad % RING + (corner >> 1)) / float(RING) - 0.5) * 3.14159265;
    float r = (corner & 1) == (quad < RING ? 0 : 1) ? ring.y : ring.x;
    return LOCK.xy + vec2(side * gap, 0.0) + r * vec2(side * cos(turn), sin(turn));
}
#else
uniform vec2 from;
uniform vec2 to;
const int SLAB = 10;

vec2 corner_at(int quad, int corner) {
    return mix(from, to, vec2(quad % SLAB + (corner & 1), quad / SLAB + (corner >> 1)) / float(SLAB));
}
#endif

void main() {
    int corner = gl_VertexID % 6;
    at = corner_at(gl_VertexID / 6, corner < 3 ? corner : 6 - corner);  // 0 1 2, 3 2 1
    place = pressed(at);
    weather = weather_at(place);
    weather.y *= beamed(place);
    set_lights();
    gl_Position = frame.view_projection * vec4(place, 1.0);
#if defined(COLLAR_RING) || defined(GAP)
    vec4 nearer = frame.view_projection * vec4(place - vec3(0.0, 0.0, 0.02), 1.0);  // than the grid, a chord of the bow
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
#endif
}
#endif
