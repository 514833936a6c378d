// iris: a light becomes an eye that looks back. We move into it, its pupil widens, and beyond it lies the next act.
// Cost: two fetches, and three octaves of Perlin noise.
#include "passing.glsl"
#include "perlin.glsl"
#include "sine.glsl"

#ifdef FRAGMENT_STAGE
const float SMALL = 0.10;  // heights of the picture, the iris at first

uniform vec3 outer, inner;  // the seed's own, as by dreamscape/places/face/iris.py: colours,
uniform vec2 place;         // in the noise,
uniform vec4 grown;         // pupil's radius, where the collarette is, how fine fibres are, how dark the rim is,
uniform vec4 marked;        // how strong crypts, flecks and furrows are, and how bright flecks

// The iris's tissue: `u` 0 at the pupil .. 1 at the rim, `turn` the direction from the middle.
vec3 tissue(float u, vec2 turn) {
    float coarse = perlin(turn * 6.0 + vec2(0.0, u * 0.7) + place);
    float fine = perlin(turn * (21.0 * grown.z) + u * 1.1 + place.yx);
    float finest = perlin(turn * (55.0 * grown.z) - u * 2.0 + place);
    float collar = grown.y + 0.16 * coarse + 0.07 * fine;  // the collarette, where the pupil's ring ends
    float fibre = 0.5 + 0.5 * (0.7 * fine + 0.6 * finest);
    float beyond = smoothstep(collar - 0.12, collar + 0.24, u);
    vec3 inner_tint = inner * (0.14 + 0.80 * fibre);
    vec3 outer_tint = mix(outer, dominant, 0.07) * (0.09 + 1.35 * fibre * fibre) * (0.9 + 0.9 * coarse);
    vec3 tint = mix(inner_tint, outer_tint, beyond);
    float crypts = smoothstep(0.15, -0.45, coarse + 0.5 * fine) * beyond * (1.0 - u);
    float rise = (u - collar) * 8.0;
    float ridge = 1.0 / (1.0 + rise * rise);
    ridge *= ridge;
    tint *= 1.0 - marked.x * crypts + 0.35 * ridge;
    float fold = sine(u * 26.0 + 5.0 * coarse);  // furrows: rings, in which it folds as the pupil widens
    tint *= 1.0 - 0.30 * marked.z * fold * fold * beyond;
    float off = (u - 0.62 - 0.9 * coarse) * 8.0;
    float fleck = smoothstep(0.12, 0.42, fine) / (1.0 + off * off * off * off) * beyond;
    tint = mix(tint, inner * marked.w, marked.y * fleck);
    float limbus = smoothstep(0.70, 1.0, u), sphincter = smoothstep(0.10, 0.0, u);
    return tint * (1.0 - grown.w * limbus) * (1.0 - 0.75 * sphincter);
}

void main() {
    vec2 at = across;
    vec2 q = from_gate(at);
    float r = length(q);
    float rim = SMALL * pow(1.25 * furthest() / SMALL, during(0.0, 0.95));
    float pupil = rim * mix(grown.x, 1.0, smoothstep(0.30, 1.0, passing));
    float edge = 1.5 * target_texel.y;
    float u = clamp((r - pupil) / max(rim - pupil, 1e-4), 0.0, 1.0);
    vec2 turn = q / max(r, 1e-4);
    vec3 eye = tissue(u, turn);
    vec2 catching = (q - vec2(-0.30, 0.36) * rim) / (0.13 * rim);  // a window's light on the wet eye
    float pane = 1.0 / (1.0 + 0.6 * dot(catching, catching));
    pane *= pane;
    eye += glow * 0.55 * pane * pane;
    vec4 b = leaving_near(at, 1.0 + 1.2 * during(0.0, 0.6));
    vec4 a = coming_near(at, 1.35 - 0.35 * during(0.2, 1.0));
    float socket = smoothstep(rim * 0.92, rim * 1.55, r);  // the lid's shadow on what is around the eye
    b.rgb *= mix(1.0, socket, during(0.05, 0.25));
    float deep = smoothstep(pupil, pupil * 0.62, r);  // the pupil is a hole: its edge lies in shadow
    a.rgb *= mix(deep, 1.0, during(0.6, 0.95)) * during(0.16, 0.45);
    float wake = during(0.0, 0.20);  // the light takes an eye's shape
    vec3 c = mix(b.rgb, eye, (1.0 - smoothstep(rim - 6.0 * edge, rim + 2.0 * edge, r)) * wake);
    float inside = (1.0 - smoothstep(pupil - edge, pupil + 3.0 * edge, r)) * wake;
    colour = vec4(mix(c, a.rgb, inside), mix(b.a, a.a, inside));
}
#endif
