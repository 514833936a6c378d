// iris: a light becomes an eye that looks back. We move into it, its pupil widens, and beyond it lies the next act.
// Cost: two fetches, and three octaves of Perlin noise.
#include "passing.glsl"
#include "perlin.glsl"

const float SMALL = 0.10;  // heights of the picture, the iris at first

// The iris's tissue: `u` 0 at the pupil .. 1 at the rim, `turn` the direction from the middle.
vec3 tissue(float u, vec2 turn) {
    float coarse = perlin(turn * 6.0 + vec2(0.0, u * 0.7));
    float fine = perlin(turn * 21.0 + u * 1.1);
    float finest = perlin(turn * 55.0 - u * 2.0);
    float collar = 0.27 + 0.16 * coarse + 0.07 * fine;  // the collarette, where the pupil's ring ends
    float fibre = 0.5 + 0.5 * (0.7 * fine + 0.6 * finest);
    float outer = smoothstep(collar - 0.12, collar + 0.24, u);
    vec3 inner_tint = mix(frame.counter, glow * vec3(0.85, 0.48, 0.13), 0.55) * (0.14 + 0.80 * fibre);
    vec3 outer_tint = mix(frame.dominant, frame.other, 0.30 + 0.5 * coarse) * (0.10 + 0.80 * fibre * fibre);
    vec3 tint = mix(inner_tint, outer_tint, outer);
    float crypts = smoothstep(0.15, -0.45, coarse + 0.5 * fine) * outer * (1.0 - u);
    float ridge = exp(-pow((u - collar) * 11.0, 2.0));
    tint *= 1.0 - 0.7 * crypts + 0.35 * ridge;
    float limbus = smoothstep(0.70, 1.0, u), sphincter = smoothstep(0.10, 0.0, u);
    return tint * (1.0 - 0.92 * limbus) * (1.0 - 0.75 * sphincter);
}

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    vec2 q = from_gate(at);
    float r = length(q);
    float rim = SMALL * pow(1.25 * furthest() / SMALL, during(0.0, 0.95));
    float pupil = rim * mix(0.30, 1.0, smoothstep(0.30, 1.0, passing));
    float edge = 1.5 * target_texel.y;
    float u = clamp((r - pupil) / max(rim - pupil, 1e-4), 0.0, 1.0);
    vec2 turn = q / max(r, 1e-4);
    vec3 eye = tissue(u, turn);
    vec2 catching = (q - vec2(-0.30, 0.36) * rim) / (0.13 * rim);  // a window's light on the wet eye
    eye += glow * 0.55 * exp(-dot(catching, catching) * 1.4);
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
