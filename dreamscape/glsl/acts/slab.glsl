// slab: the vertex stage of a part of the door, `from` to `to` in its plane, metres: a grid that bends as the door
// does. Draw 6 * SLAB.x * SLAB.y vertices. COLLAR_RING: both halves of a `ring` around the lock instead, from its inner
// to its outer radius, m, a little nearer; draw 12 * RING vertices. GAP: a little nearer, too. Out: `place`, metres,
// whose x and y are those in the plane; `weather`, as of weather_at; `bowed`, the slope of the leaf as it bends and
// swings; `view`, the way to the eye, unit, and one over the length of that and the moon's together; `pixel`, as of
// pixel_at; `stretched`, how many times narrower a leaf is than when the door was shut; `mirrored`, of what glass
// mirrors: where in its streaks that is, how far that moves with the slope to the right, and how bright they are.
// Cost: negligible.
#include "door_light.glsl"
#include "sine.glsl"
#ifdef VERTEX_STAGE
out vec3 place;
out vec4 weather;
out vec2 bowed;
out vec4 view;
out vec3 pixel;
flat out float stretched;
out vec3 mirrored;
uniform vec2 scratched;

#ifdef COLLAR_RING
uniform vec2 ring;
const int RING = 24;

float side_of(int quad) {
    return quad < RING ? -1.0 : 1.0;
}

vec2 corner_at(int quad, int corner) {
    float side = side_of(quad);
    float turn = (float(quad % RING + (corner >> 1)) / float(RING) - 0.5) * 3.14159265;
    float r = (corner & 1) == (quad < RING ? 0 : 1) ? ring.y : ring.x;
    return LOCK.xy + vec2(side * gap, 0.0) + r * vec2(side * cos(turn), sin(turn));
}
#else
uniform vec2 from;
uniform vec2 to;
const ivec2 SLAB = ivec2(10, 10);

float side_of(int quad) {
    return quad % SLAB.x < SLAB.x / 2 ? -1.0 : 1.0;
}

// It ends a little outside of the arch, so that no pixel shows what is between.
vec2 corner_at(int quad, int corner) {
    const float TUCKED = 0.010, LOWER = 0.16;  // m; a chord of the arch lies so far inside of it
    ivec2 at = ivec2(quad % SLAB.x + (corner & 1), quad / SLAB.x + (corner >> 1));
    vec2 p = mix(from, to, vec2(at) / vec2(SLAB));
    float up = max(p.y - LOWER - POINT + RISE, 0.0);
    float most = sqrt(RADIUS * RADIUS - up * up) - RADIUS + HALF_WIDE;
    float tucked = at.x == 0 ? -TUCKED : at.x == SLAB.x ? TUCKED : 0.0;
    return vec2(clamp(p.x, -most, most) + tucked, p.y);
}
#endif

vec3 mirrored_spires() {
    vec3 back = reflect(-view.xyz, normalize(vec3(bowed, -1.0)));
    float across = back.x / max(-back.z, 0.6), aside = view.x / min(view.z, -0.6);
    float wind = scratched.x + 2.0 * sine(across * 3.7 + back.y * 1.3 + scratched.y);
    float bright = 0.10 * (1.0 - 0.85 * pressing) / (1.0 + 0.5 * back.y * back.y + 0.8 * place.x * place.x);
    return vec3(across * 9.0 + wind, 18.0 * (1.0 + aside * aside), bright);
}

// How large pixels are at a place, `seen` in the picture: how many a metre holds across what is upright, and across
// what is level; and how tall one is, m.
vec3 pixel_at(vec4 seen) {
    vec4 by_x = frame.view_projection * vec4(1.0, 0.0, bowed.x, 0.0);
    vec4 by_y = frame.view_projection * vec4(0.0, 1.0, bowed.y, 0.0);
    mat2 moves = mat2(by_x.xy - seen.xy * (by_x.w / seen.w), by_y.xy - seen.xy * (by_y.w / seen.w));
    moves[0] *= frame.resolution * (0.5 / seen.w);
    moves[1] *= frame.resolution * (0.5 / seen.w);
    mat2 back = inverse(moves);  // m to the right and up, for a pixel to the right and one up
    vec2 level = vec2(back[0].y, back[1].y);
    return vec3(1.0 / length(vec2(back[0].x, back[1].x)), 1.0 / length(level), abs(level.x) + abs(level.y));
}

void main() {
    int corner = gl_VertexID % 6;
    place = pressed(corner_at(gl_VertexID / 6, corner < 3 ? corner : 6 - corner));  // 0 1 2, 3 2 1
    weather = weather_at(place);
    weather.y *= beamed(place);
#ifndef GAP
    set_lights();
    set_tints();
    bowed = bow(place.xy) - vec2(side_of(gl_VertexID / 6) * gap * 1.2, 0.0);
    view.xyz = seen_from(place).xyz;
    view.w = inversesqrt(2.0 + 2.0 * dot(moon, view.xyz));
    stretched = HALF_WIDE / (HALF_WIDE - gap);
    mirrored = mirrored_spires();
#endif
    gl_Position = frame.view_projection * vec4(place, 1.0);
#ifndef GAP
    pixel = pixel_at(gl_Position);
#endif
#if defined(COLLAR_RING) || defined(GAP)
    vec4 nearer = frame.view_projection * vec4(place - vec3(0.0, 0.0, 0.02), 1.0);  // than the grid, a chord of the bow
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
#endif
}
#endif
