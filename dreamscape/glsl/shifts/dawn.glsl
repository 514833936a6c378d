// dawn: a dream begins: one ember in the dark, which is of one colour, and its light uncovers the first act. Cost: a
// fetch, an octave of Perlin noise.
#include "front.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    vec2 q = from_gate(at);
    float far = dot(q, q), r = sqrt(far);
    float f = r * 0.62 + 0.10 * perlin(at * vec2(aspect, 1.0) * 3.0 + now * 0.15);
    f = clamp(f, 0.0, 1.1);
    float near;
    vec2 bend;
    float left = left_at(at, f, vec2(dFdx(f), dFdy(f)) / target_texel, 0.34, 1.10, 0.02, near, bend);
    vec4 both = mix(coming_at(at - bend), first, left);
    vec3 ember = mix(accent, glow, 0.45);
    float burning = 1.0 - during(0.45, 1.0);
    float breath = 0.85 + 0.15 * heart;
    vec3 light = ember * burning * breath;
    light *= 7.0 * exp(-far * 12000.0) + 0.9 * exp(-r * 34.0) + 0.05 * exp(-r * 7.0);
    colour = vec4(both.rgb + light, both.a);
}
#endif
