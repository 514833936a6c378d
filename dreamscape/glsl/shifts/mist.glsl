// mist: through mist, which takes light and gives none. Cost: two fetches, two octaves of Perlin noise.
#include "front.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    vec2 p = at * vec2(aspect, 1.0);
    float f = length(from_gate(at)) * 0.50 + 0.16 + 0.30 * perlin(p * 1.9 + vec2(now * 0.05, 3.0))
        + 0.14 * perlin(p * 4.7 - now * 0.04);
    f = clamp(f, 0.0, 1.1);
    float near;
    vec4 both = across_front(at, f, vec2(dFdx(f), dFdy(f)) / target_texel, 0.36, 1.10, 0.05, near);
    colour = vec4(both.rgb * (1.0 - 0.35 * near * during(0.0, 0.1) * (1.0 - during(0.9, 1.0))), both.a);
}
#endif
