// rising: up out of water. The surface sinks down the lens, and water runs off it in a film that tears into drops.
// Cost: two fetches, two octaves of Perlin noise, and a grid of drops.
#include "waterline.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    float still = mix(1.14, -0.12, during(0.0, 1.0));
    float over = at.y - surface(at.x, still);
    vec2 p = at * vec2(aspect, 1.0);
    float film = exp(-max(over, 0.0) * 4.5) * (1.0 - during(0.80, 1.0));  // water that has not run off yet
    vec2 run = vec2(p.x * 15.0 + sine(p.y * 9.0), at.y * 2.0 + now * 1.6);
    vec2 bend = vec2(0.085, 0.030) * perlin(run) * film;
    vec2 shine_shade = vec2(0.0);
    float wet = exp(-max(over, 0.0) * 2.0) * (1.0 - during(0.70, 1.0));
    bend += through_bead(beads(p, 0.055, -0.4, 0.50 * wet), 0.036, shine_shade);
    vec4 a = coming_near(at + bend, 1.10 - 0.10 * during(0.0, 1.0));
    a.rgb *= 1.0 - 0.4 * shine_shade.y;
    a.rgb += glow * 0.05 * shine_shade.x;
    float below = clamp(1.0 + over / MENISCUS, 0.0, 1.0);
    vec4 b = leaving_at(at - vec2(0.0, min(0.16, 0.8 * at.y) * below * below));
    b.rgb *= mix(1.0, 0.18, below * below);
    float edge = 1.2 * target_texel.y;
    float out_of_it = smoothstep(-edge, edge, over);
    float line = exp(-pow(over / (1.2 * edge + 0.0008), 2.0));
    vec3 c = mix(b.rgb, a.rgb, out_of_it) + mix(glow, dominant, 0.4) * 0.45 * line * glint(p.x);
    colour = vec4(c, mix(b.a, a.a, out_of_it));
}
#endif
