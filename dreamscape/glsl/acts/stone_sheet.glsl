// stone_sheet: a tile of dressed stone, drawn once: courses of blocks, each hewn by itself, with worn edges, chips,
// cracks, moss in the joints. Repeats without a seam, as the noise of a block is its own. Out: slope right and up, how
// light the stone is, how much moss. Cost: 18 noises a texel.
#include "arch.glsl"
#include "perlin.glsl"
uniform float texels;   // along a side
uniform float courses;
uniform float blocks;
uniform float rough;
uniform vec2 laid;
out vec4 colour;
const float TILE = 3.36;  // m, as in dreamscape/places/door/stonework.py
const float JOINT = 0.007;

vec2 luck(vec2 cell) {
    uint h = hash(ivec2(cell) + ivec2(laid * 97.0));
    return vec2(float(h & 0xffffu), float(h >> 16)) / 65535.0;
}

// The height of a block's face at a point of its own, m, without its edges.
float hewn(vec2 p, vec2 own) {
    vec2 q = p + own * 61.0;
    float broad = perlin(q * 2.6), pitted = perlin(q * 13.0);
    float tooled = perlin(q * vec2(34.0, 11.0) + 2.0 * broad);
    float pits = smoothstep(0.25, 0.75, perlin(q * 27.0));
    float crack = abs(perlin(q * 1.7 + 0.35 * vec2(pitted, -pitted))) / 0.035;
    float cracked = max(1.0 - crack, 0.0) * step(0.86, own.x);
    return rough * (0.022 * broad + 0.0065 * pitted + 0.0022 * tooled - 0.006 * pits) - 0.006 * cracked;
}

// Height, m; how far from the joint, m; the block's own luck.
vec4 wall_at(vec2 p) {
    float course_high = TILE / courses;
    float course = floor(p.y / course_high);
    float nth = mod(course, courses);
    float wide = TILE / blocks;
    float x = p.x + luck(vec2(nth, 3.0)).x * TILE;
    float block = floor(x / wide);
    float from = 0.0, to = 0.0;
    for (int k = 0; k < 2; k++) {  // the nearest borders, which are moved a little
        float left = (block + 0.30 * (luck(vec2(mod(block, blocks) + 31.0, nth)).y - 0.5)) * wide;
        float right = (block + 1.0 + 0.30 * (luck(vec2(mod(block + 1.0, blocks) + 31.0, nth)).y - 0.5)) * wide;
        from = left;
        to = right;
        block += x < left ? -1.0 : x > right ? 1.0 : 0.0;
    }
    vec2 own = luck(vec2(mod(block, blocks), nth + 50.0));
    vec2 q = vec2(x - from, p.y - course * course_high);
    vec2 size = vec2(to - from, course_high);
    vec2 to_edge = min(q, size - q);
    float ragged = 0.010 * perlin(q * 9.0 + own * 40.0) + 0.005 * perlin(q * 27.0 - own * 30.0);
    float corner = 0.035 + 0.05 * own.y;
    vec2 c = max(corner - to_edge, 0.0);
    float broken = perlin(q * 5.3 + own * 70.0) + 0.45 * perlin(q * 15.0 - own * 50.0);
    float chip = (0.35 + 0.65 * rough) * 0.075 * max(broken - 0.18, 0.0);  // out of edges, and more out of corners
    float edge = min(min(to_edge.x, to_edge.y), corner - length(c)) - JOINT + rough * ragged - chip;
    float face = hewn(q, own) + (own.x - 0.5) * 0.012;
    float round_edge = smoothstep(-0.004, 0.050, edge);
    return vec4(mix(-0.035, face, round_edge), edge, own);
}

void main() {
    float size = TILE / texels;
    vec2 p = gl_FragCoord.xy * size;
    vec4 here = wall_at(p);
    float right = wall_at(p + vec2(size, 0.0)).x, above = wall_at(p + vec2(0.0, size)).x;
    vec2 slope = vec2(right - here.x, above - here.x) / size;
    float joint = smoothstep(0.006, -0.004, here.y);
    float tone = 0.62 + 0.34 * (here.z - 0.5) + 5.0 * here.x;
    tone *= mix(1.0, 0.22, joint);
    float creep = perlin(p * 4.1 + laid) + 0.6 * perlin(p * 13.0 - laid);
    float moss = smoothstep(0.0, 0.035, 0.012 + 0.045 * creep - here.y) * smoothstep(0.0, 0.4, creep);
    moss *= 0.55 + 0.45 * perlin(p * 95.0);
    vec2 near_edge = min(p, TILE - p);
    moss *= smoothstep(0.0, 0.12, min(near_edge.x, near_edge.y));  // it is the only thing that would show the seam
    colour = vec4(slope_bytes(clamp(slope, -3.5, 3.5)), clamp(tone, 0.02, 1.0), clamp(moss, 0.0, 1.0));
}
