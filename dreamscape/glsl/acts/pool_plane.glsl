// pool_plane: the water of the pool, the plane z = 0, and the face below it. on_water(part): its point, m, at a place
// of the picture, 0 to 1. wave_at(part): slope (x, y) and height of the water there. water_at(part): its light that is
// soft, and how bright the face is. in_parts(way): a way on it, in parts of the picture. bent(mid, wave): by how much
// ripples and the opening shift the face, parts of the picture; `mid` m from MIDDLE, `wave` slope (x, y) and height.
// face_at: the face that is seen at a place of the picture, whose point of the water is `p`, in the light `soft`;
// CLOSED: while no hole is seen; FIELD: on_water alone. Needs frame.glsl; a vertex stage that calls set_plane. Cost:
// on_water 15 operations, bent 20, 5 ms a full screen at 1280x720 on two cores that CLOSED saves; wave_at and water_at
// two taps each, face_at one.
const vec2 MIDDLE = vec2(0.0, 0.1);  // m, where the light falls in and the water opens

vec2 on_water(vec2 part) {
    vec2 ndc = part * 2.0 - 1.0;
    vec3 ray = frame.forward + frame.right * ndc.x + frame.up * ndc.y;
    return frame.eye.xy - frame.eye.z * ray.xy / ray.z;
}

#if defined(VERTEX_STAGE) && !defined(FIELD)
uniform float leaving;
uniform float depth;
uniform vec2 across;  // what a metre on the water is in parts of the picture, to the right
uniform vec2 along;   // and up
flat out float opening;  // how far the water has opened, 0 to 1
flat out float sunk_by;
flat out vec2 to_right, to_top;

void set_plane() {
    float x = clamp((frame.act_time - leaving) / 5.5, 0.0, 1.0);
    opening = x * x * (3.0 - 2.0 * x);
    sunk_by = depth;
    to_right = across;
    to_top = along;
}
#endif

#if defined(FRAGMENT_STAGE) && !defined(FIELD)
uniform sampler2D mosaic;
uniform sampler2D ripples;  // slope (x, y)
uniform sampler2D water_heights;
uniform sampler2D water_red_green, water_blue_shade;  // halves of what water_at gives
#include "mosaic_roots.glsl"
flat in float opening;
flat in float sunk_by;
flat in vec2 to_right, to_top;

vec4 water_at(vec2 part) {
    return vec4(texture(water_red_green, part).xy, texture(water_blue_shade, part).xy) * 2.0;
}

vec3 wave_at(vec2 part) {
    return vec3(texture(ripples, part).xy, texture(water_heights, part).x);
}

float hole_at(float height) {  // m^2 by which the water opens: it gives way, and keeps its area
#ifdef CLOSED
    return 0.0;
#endif
    return 0.24 * opening * opening * opening * (1.0 + 0.30 * height);
}

vec2 in_parts(vec2 way) {  // a way on the water, m, in parts of the picture
    return vec2(dot(way, to_right), dot(way, to_top));
}

vec2 bent(vec2 mid, vec3 wave) {
    vec2 drawn = mid * (sqrt(max(1.0 - hole_at(wave.z) / (dot(mid, mid) + 1e-4), 0.0)) - 1.0);
    return in_parts(sunk_by * wave.xy + drawn);
}

vec4 face_at(vec2 part, vec2 p, vec3 wave, vec4 soft) {
#ifdef CLOSED
    vec4 kept = texture(mosaic, part + in_parts(sunk_by * wave.xy));
#else
    vec4 kept = texture(mosaic, part + bent(p - MIDDLE, wave));
#endif
    return vec4(from_roots(kept.rgb), kept.a) * soft.a;
}
#endif
