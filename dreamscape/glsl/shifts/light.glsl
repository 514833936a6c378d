// light: through one light. The eye closes to it as it grows, all around falls dark; then the eye opens again, on what
// it shines on now. Cost: two fetches, no noise.
#include "passing.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    float r = length(from_gate(at));
    float closing = during(0.0, 0.58), opening = during(0.40, 1.0);
    float seen = mix(furthest(), -0.70, closing);  // how far from the light something is still seen
    float left = 1.0 - smoothstep(seen, seen + 0.70, r);
    float open = mix(-0.15, furthest() + 0.85, opening);
    float there = 1.0 - smoothstep(open - 0.80, open, r);
    vec4 b = leaving_near(at, 1.0 + 0.45 * closing * closing);
    vec4 a = coming_near(at, 1.14 - 0.14 * opening);
    float near = exp(-3.5 * r) * closing;
    b *= left * left * (1.0 + 1.6 * near);  // what stands by the light is lit by it
    a *= there * there;
    float burning = during(0.0, 0.34) * (1.0 - during(0.55, 1.0));
    float spread = 1.0 + 1.2 * during(0.1, 0.5);
    float core = exp(-r * r * 1400.0 / spread) * 2.4 + exp(-r * r * 160.0 / spread) * 0.40;
    vec3 warm = mix(accent, glow, 0.45);
    vec3 light = glow * core + warm * (0.30 * exp(-r * 11.0 / spread) + 0.018 * exp(-r * 3.0));
    colour = vec4(a.rgb + b.rgb + light * burning, mix(b.a, a.a, passing));
}
#endif
