// star: all draws in to one point. Cost: two fetches, three octaves of Perlin noise.
#include "front.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    vec2 q = from_gate(at);
    float f = max(1.0 - length(q) * 0.72, 0.05) + 0.05 * perlin(at * vec2(aspect, 1.0) * 5.0);
    float near;
    vec4 both = across_front(at, f, vec2(dFdx(f), dFdy(f)) / target_texel, 0.10, 1.15, 0.06, near);
    float grain = 0.20 * (perlin(q * 7.0 + now * 0.2) + 0.7 * perlin(q * 19.0 - now * 0.3));
    float lace = clamp(0.42 + 0.75 * grain, 0.0, 1.6);
    float thin = near * near;
    float alive = during(0.0, 0.15) * (1.0 - during(0.80, 1.0));
    thin *= thin * thin * thin;
    vec3 shine = glow * 0.50 * alive * (thin * lace * 0.55 + near * near * (0.035 + 0.10 * lace));
    colour = vec4(both.rgb + shine, both.a);
}
#endif
