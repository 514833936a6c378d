// Shafts: each step of the march finds how much light the surface lets through to that point along the beam. Steps grow
// by a constant factor, so that near shafts are as fine on the screen as far ones.
// Cost: 28 steps with an octave of Perlin noise each at an eighth of the resolution: about 1.5 ms at 1280x720 on two
// cores.
#include "frame.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "depths.glsl"

uniform vec3 beam;  // unit vector towards the light
uniform vec3 glow;  // the light's colour, of frame.light
uniform float brightness;
uniform vec3 water_place;
out vec4 colour;

const int STEPS = QUALITY > 1 ? 28 : QUALITY > 0 ? 15 : 11;
const float NEAREST = 1.3;  // m
const float APART = QUALITY > 1 ? 1.091 : QUALITY > 0 ? 1.178 : 1.272;  // from 1.3 m to 15 m

void main() {
    vec3 ray = normalize(view_ray(gl_FragCoord.xy));
    float s = NEAREST;
    float across = 0.95 * (APART - 1.0) * length(ray.xz - beam.xz * (ray.y / beam.y));  // of the lattice, a step at 1 m
    float sum = 0.0;
    for (int i = 0; i < STEPS; i++) {
        vec3 p = frame.eye + ray * s;
        float deep = max(-p.y, 0.0);
        vec2 q = p.xz + beam.xz * (deep / beam.y) + water_place.xy;
        float n = perlin(q * 0.95 + vec2(frame.time * 0.15, -frame.time * 0.11));
        n /= 1.0 + 1.3 * (across * s) * (across * s);  // what steps are too long for is left out
        float group = 0.5 + 0.5 * sine(q.x * 0.62 + q.y * 0.21 + frame.time * 0.07 + 2.0);  // few, apart
        float gap = smoothstep(0.02, 0.52, n - 0.36 + 0.42 * group);
        float there = clamp(-1.6 * p.y, 0.0, 1.0) * clamp(0.28 * s - 0.32, 0.0, 1.0);
        sum += gap * s * (APART - 1.0) * there * exp2(-s * 0.13 - deep * 0.10);
        s *= APART;
    }
    float towards = max(dot(ray, beam), 0.0);
    float forward_scatter = 0.20 + 1.10 * towards * towards * towards * towards;
    vec3 scattered = mix(blue() * 1.1 + turquoise() * 0.16,
        blue() * 0.6 + turquoise() * 0.66 + frame.light * glow * vec3(0.14, 0.10, 0.07), towards * towards);
#ifdef DAY
    scattered = frame.light * 1.5 + frame.other * 0.3;
#endif
    colour = vec4(scattered * sum * forward_scatter * 0.34 * brightness, 0.0);
}
