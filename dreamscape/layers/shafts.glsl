// Shafts: each step of the march finds how much light the surface lets through to that point along the beam. Steps grow
// by a constant factor, so that near shafts are as fine on the screen as far ones.
// Cost: 18 steps with an octave of Perlin noise each at an eighth of the resolution: about 2 ms at 1280x720 on two
// cores.
#include "frame.glsl"
#include "perlin.glsl"
#include "depths.glsl"

uniform vec3 beam;  // unit vector towards the light
uniform float brightness;
uniform vec3 water_place;
out vec4 colour;

const int STEPS = QUALITY > 0 ? 18 : 12;
const float NEAREST = 1.3;  // m
const float APART = QUALITY > 0 ? 1.155 : 1.247;  // from 1.3 m to 15 m

void main() {
    vec3 ray = normalize(view_ray(gl_FragCoord.xy));
    float s = NEAREST;
    float sum = 0.0;
    for (int i = 0; i < STEPS; i++) {
        vec3 p = frame.eye + ray * s;
        float deep = max(-p.y, 0.0);
        vec2 q = p.xz + beam.xz * (deep / beam.y) + water_place.xy;
        float n = perlin(q * 0.95 + vec2(frame.time * 0.15, -frame.time * 0.11));
        float gap = smoothstep(0.10, 0.62, n);
        sum += gap * s * (APART - 1.0) * smoothstep(0.0, 0.6, -p.y) * exp2(-s * 0.13 - deep * 0.10);
        s *= APART;
    }
    float towards = max(dot(ray, beam), 0.0);
    float forward_scatter = 0.20 + 1.10 * towards * towards * towards * towards;
    vec3 tint = mix(frame.dominant * 0.8 + frame.counter * 0.25,
        frame.dominant * 0.3 + frame.counter * 0.62 + frame.light * vec3(0.20, 0.13, 0.09), towards * towards);
    colour = vec4(tint * sum * forward_scatter * 0.42 * brightness, 0.0);
}
