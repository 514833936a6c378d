// Shafts: each step of the march finds how much light the surface lets through to that point along the beam. Steps grow
// by a constant factor, so that near shafts are as fine on the screen as far ones.
// What holds for the whole picture comes from the vertices: rasterisers on a CPU read that faster than uniforms.
// Cost: 28 steps with an octave of Perlin noise each at an eighth of the resolution: about 1.5 ms at 1280x720 on two
// cores.
#include "frame.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "depths.glsl"

#ifdef VERTEX_STAGE
uniform vec3 beam;  // unit vector towards the light
uniform vec3 glow;  // the light's colour, of frame.light
uniform float brightness;
uniform vec3 water_place;
out vec3 way;
flat out vec3 to_light, aside, ahead;  // unit vector towards the light; the shafts' light beside it and in front of it
flat out vec3 eye;    // m
flat out vec3 drift;  // of the surface's noise, and of the groups of shafts
flat out vec2 start;  // of the noise, m

void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
    way = frame.forward + frame.right * corner.x + frame.up * corner.y;
    to_light = beam;
    aside = blue() * 1.1 + turquoise() * 0.16;
    ahead = blue() * 0.6 + turquoise() * 0.66 + frame.light * glow * vec3(0.14, 0.10, 0.07);
#ifdef DAY
    aside = ahead = frame.light * 1.5 + frame.other * 0.3;
#endif
    aside *= 0.34 * brightness;
    ahead *= 0.34 * brightness;
    eye = frame.eye;
    start = water_place.xy;
    drift = frame.time * vec3(0.15, -0.11, 0.07) + vec3(0.0, 0.0, 2.0);
    gl_Position = vec4(corner, 1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 way;
flat in vec3 to_light, aside, ahead, eye, drift;
flat in vec2 start;
out vec4 colour;

const int STEPS = QUALITY > 1 ? 28 : QUALITY > 0 ? 15 : 11;
const float NEAREST = 1.3;  // m
const float APART = QUALITY > 1 ? 1.091 : QUALITY > 0 ? 1.178 : 1.272;  // from 1.3 m to 15 m

void main() {
    vec3 ray = normalize(way);
    vec2 slant = to_light.xz / to_light.y;
    float s = NEAREST;
    float across = 0.95 * (APART - 1.0) * length(ray.xz - slant * ray.y);  // of the lattice, a step at 1 m
    float sum = 0.0;
    for (int i = 0; i < STEPS; i++) {
        vec3 p = eye + ray * s;
        float deep = max(-p.y, 0.0);
        vec2 q = p.xz + slant * deep + start;
        float n = perlin(q * 0.95 + drift.xy);
        n /= 1.0 + 1.3 * (across * s) * (across * s);  // what steps are too long for is left out
        float group = 0.5 + 0.5 * sine(q.x * 0.62 + q.y * 0.21 + drift.z);  // few, apart
        float gap = smoothstep(0.02, 0.52, n - 0.36 + 0.42 * group);
        float there = clamp(-1.6 * p.y, 0.0, 1.0) * clamp(0.28 * s - 0.32, 0.0, 1.0);
        sum += gap * s * (APART - 1.0) * there * exp2(-s * 0.13 - deep * 0.10);
        s *= APART;
    }
    float towards = max(dot(ray, to_light), 0.0);
    towards *= towards;
    colour = vec4(mix(aside, ahead, towards) * (sum * (0.20 + 1.10 * towards * towards)), 0.0);
}
#endif
