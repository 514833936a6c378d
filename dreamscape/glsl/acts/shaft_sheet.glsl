// shaft_sheet: a tile of the stone that shafts are turned from, drawn once: drums with fine joints, chisel marks at an
// angle of each drum's own, pits, cracks, worn edges. Repeats without a seam. Out: slope right and up, how light the
// stone is, stains, which are read from it on a larger scale. Cost: 36 noises a texel.
#include "arch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
uniform float texels;  // along a side
uniform float rough;
uniform vec2 laid;
out vec4 colour;
const float TILE = 1.68;  // m, half a tile of stone_sheet.glsl
const float DRUM = 0.84;  // m
const float JOINT = 0.002;
const float MARK = 0.014;  // m, from one chisel mark to the next
const float TAU = 6.2831853;

// Noise that repeats across.
float around(vec2 p, vec2 fine, vec2 own) {
    float past = smoothstep(TILE - 0.30, TILE, p.x);
    return mix(perlin(p * fine + own), perlin((p - vec2(TILE, 0.0)) * fine + own), past);
}

// Stains, which repeat upwards, too.
float stained(vec2 p) {
    float past = smoothstep(TILE - 0.30, TILE, p.y);
    vec2 beyond = p - vec2(0.0, TILE);
    vec3 here = vec3(around(p, vec2(3.0, 1.9), laid), around(p, vec2(9.0, 5.0), laid.yx), around(p, vec2(27.0), laid));
    vec3 next = vec3(around(beyond, vec2(3.0, 1.9), laid), around(beyond, vec2(9.0, 5.0), laid.yx),
        around(beyond, vec2(27.0), laid));
    return 0.57 + dot(mix(here, next, past), vec3(0.30, 0.22, 0.16));
}

// Height, m; how light the stone is.
vec2 drum_at(vec2 p) {
    float nth = mod(floor(p.y / DRUM), TILE / DRUM);
    vec3 luck = unpack3(hash(ivec2(nth, 3) + ivec2(laid * 97.0)));
    vec2 q = vec2(mod(p.x, TILE), mod(p.y, DRUM)), own = laid + 40.0 * luck.xy;
    float broad = around(q, vec2(2.6), own), patch_of = around(q, vec2(6.0, 4.2), -own);
    float dents = around(q, vec2(17.0, 12.0), own.yx), grain = around(q, vec2(83.0, 61.0), -own.yx);
    float pits = smoothstep(0.40, 0.75, around(q, vec2(57.0), own)) * smoothstep(-0.1, 0.3, patch_of - 0.4 * broad);
    float slant = floor(luck.z * 34.0 - 17.0) / TILE;  // turns a metre, whole ones in a tile
    float mark = sine(TAU * (q.y / MARK + slant * q.x) + 3.4 * dents + 4.0 * broad) + 0.7 * grain;
    float dressed = smoothstep(-0.30, 0.40, patch_of + 0.4 * grain) * (0.5 + 0.5 * rough);
    float crack = max(1.0 - abs(broad + 0.16 * dents) * 55.0, 0.0) * step(0.4, luck.y)
        * smoothstep(0.0, 0.25, patch_of - 0.5 * dents);
    float edge = min(q.y, DRUM - q.y) - JOINT - 0.06 * max(dents + 0.6 * patch_of - 0.30, 0.0);
    float arris = smoothstep(-0.004, 0.014, edge);
    float face = (0.4 + rough) * (0.0060 * broad + 0.0022 * dents) + 0.0005 * mark * dressed + 0.0002 * grain
        - 0.0022 * pits - 0.003 * crack;
    float tone = 0.62 + 0.16 * (luck.x - 0.5) + 0.14 * patch_of + 0.07 * mark * dressed + 0.16 * grain
        - 0.20 * pits - 0.25 * crack;
    return vec2(mix(-0.007, face, arris), tone * mix(0.55, 1.0, arris));
}

void main() {
    float size = TILE / texels;
    vec2 p = gl_FragCoord.xy * size;
    vec2 here = drum_at(p);
    float right = drum_at(p + vec2(size, 0.0)).x, above = drum_at(p + vec2(0.0, size)).x;
    vec2 slope = vec2(right - here.x, above - here.x) / size;
    colour = vec4(slope_bytes(clamp(slope, -3.5, 3.5)), clamp(here.y, 0.02, 1.0), clamp(stained(p), 0.0, 1.0));
}
