// dawn: a dream begins: one ember in the dark, and its light uncovers the first act. Cost: two fetches, an octave of
// Perlin noise.
#include "front.glsl"

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    vec2 q = from_gate(at);
    float f = length(q) * 0.62 + 0.10 * perlin(at * vec2(frame.aspect, 1.0) * 3.0 + frame.time * 0.15);
    f = clamp(f, 0.0, 1.1);
    float near;
    vec4 both = across_front(at, f, vec2(dFdx(f), dFdy(f)) / target_texel, 0.34, 1.10, 0.02, near);
    float far = dot(q, q);
    vec3 ember = mix(frame.accent, glow, 0.45);
    float burning = 1.0 - during(0.45, 1.0);
    float breath = 0.85 + 0.15 * frame.heart;
    vec3 light = ember * burning * breath;
    light *= 7.0 * exp(-far * 12000.0) + 0.9 * exp(-sqrt(far) * 34.0) + 0.05 * exp(-sqrt(far) * 7.0);
    colour = vec4(both.rgb + light, both.a);
}
