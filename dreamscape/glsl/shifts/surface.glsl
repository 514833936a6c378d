// surface: down through water. The surface climbs the lens, a meniscus bends what is behind it, and air that was drawn
// under rises in bubbles. Cost: two fetches, an octave of Perlin noise, and two grids of bubbles.
#include "waterline.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    float still = mix(-0.12, 1.14, during(0.0, 1.0));
    float over = at.y - surface(at.x, still);  // above 0 we look through air
    vec2 p = at * vec2(aspect, 1.0);
    vec2 shine_shade = vec2(0.0);
    float young = exp(min(over, 0.0) * 4.5) * (1.0 - during(0.75, 1.0));  // bubbles are where the surface just was
    vec2 bend = through_bead(beads(p, 0.100, 1.7, 0.34 * young), 0.040, shine_shade);
    bend += through_bead(beads(p + 3.7, 0.041, 3.1, 0.40 * young), 0.014, shine_shade);
    float wet = clamp(1.0 + over / MENISCUS, 0.0, 1.0);  // 1 at the surface .. 0 below the meniscus
    bend.y -= wet * wet * min(0.20, 0.8 * at.y);
    vec4 a = coming_near(at + bend, 1.12 - 0.12 * during(0.0, 1.0));
    a.rgb *= mix(1.0, 0.18, wet * wet) * (1.0 - 0.5 * shine_shade.y);
    a.rgb += glow * (0.16 * shine_shade.x);
    float pull = clamp(1.0 - over / (0.6 * MENISCUS), 0.0, 1.0);  // just above it the picture is drawn out
    vec4 b = leaving_near(at + vec2(0.0, 0.07 * pull * pull), 1.0 + 0.14 * during(0.0, 1.0));
    b.rgb *= 1.0 - 0.60 * pull * pull;
    float edge = 1.2 * target_texel.y;
    float under = 1.0 - smoothstep(-edge, edge, over);
    float line = exp(-pow(over / (1.2 * edge + 0.0008), 2.0));
    vec3 c = mix(b.rgb, a.rgb, under) + glow * 0.50 * line * glint(p.x);
    colour = vec4(c, mix(b.a, a.a, under));
}
#endif
