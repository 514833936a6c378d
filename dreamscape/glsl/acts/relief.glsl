// relief: the rock's small forms and the moss on it, for a texture that is drawn once, of what relief_ground.glsl lays
// out. RELIEF 1 draws heights and growth; 2 makes of them what the cliff reads: the normal, packed, the tone squared,
// so that its mipmaps average light, and how much is moss. All over the sheet, since triangles of
// a few texels cost twice as much. Cost: 1 takes 0.15 us of processor time a texel, 2 a tenth of that.
#include "perlin.glsl"

uniform sampler2D ground;  // m; readiness for moss, below -1 where there is no rock
out vec4 colour;

// How far the rock's point moves to the next texel, across or up, m: on this side or the other, where rock ends.
vec3 step_to(vec4 here, ivec2 texel, ivec2 way) {
    vec4 after = texelFetch(ground, texel + way, 0), before = texelFetch(ground, texel - way, 0);
    return after.w < -1.0 ? before.w < -1.0 ? vec3(1.0) : here.xyz - before.xyz : after.xyz - here.xyz;
}

#if RELIEF == 1

uniform sampler2D facings;
#include "blocks.glsl"
#include "tufts.glsl"
uniform vec3 rock_place;
uniform vec2 dip;             // how far beds sink per metre, along x and z
uniform float beds_per_metre;
uniform float moss;

// A displacement of three noises.
vec3 wander(vec3 p, vec3 apart) {
    vec3 moved;
    for (int i = 0; i < 3; i++) moved[i] = perlin(p + apart[i]);
    return moved;
}

vec2 higher(vec2 a, vec2 b) {
    return a.x > b.x ? a : b;
}

// How much of detail of so many cells a metre the sheet can hold where its texels are so coarse, m: what is finer
// would be moire.
float kept(float cells, float coarse) {
    return smoothstep(0.85, 0.40, cells * coarse);
}

// How far over a border of blocks, which lie so many cells a metre apart, a texel reaches, cells.
float reach(Block block, vec3 cells, vec3 along, vec3 up) {
    vec3 across = block.across * cells;
    return max(abs(dot(across, along)) + abs(dot(across, up)), 1e-4);
}

// What a block has of its own, `a`, averaged over a texel with what the one beside it has.
float averaged(Block block, float texel, float a, float beside) {
    return mix(0.5 * (a + beside), a, min(block.gap / texel, 1.0));
}

// A crack so wide along the border of a block, cells, of 0 to 1: where texels are wider it is shallower.
float crack_at(Block block, float texel, float wide) {
    float shown = max(wide, 1.5 * texel);
    return smoothstep(shown, 0.0, block.gap) * max(wide, 0.0) / shown;
}

// The stone's height, metres, and its tone: blocks within blocks along the beds, cracked, with finer beds and grain.
// `along` and `up` are the steps to the next texels, m, as they lie to the beds.
vec2 stone_at(vec3 p, vec3 bedded, float coarse, vec3 along, vec3 up) {
    vec3 bent = bedded + 0.40 * vec3(1.0, 0.6, 1.0) * wander(p * 0.8, vec3(0.0, 31.7, -47.1));
    const vec3 LARGE = vec3(0.40, 0.72, 0.40), SMALL = vec3(1.15, 2.6, 1.15);  // blocks a metre
    Block large = block_at(bent * LARGE), small = block_at(bent * SMALL + 19.0);
    float wide = reach(large, LARGE, along, up), slim = reach(small, SMALL, along, up);
    float shattered = smoothstep(-0.25, 0.45, perlin(p * 0.33 + 9.0));  // here in small blocks, there in large faces
    float height = averaged(large, wide, 0.40 * (large.own.x - 0.5) + 0.50 * dot(large.own - 0.5, large.off),
        0.40 * (large.own_beside.x - 0.5) + 0.50 * dot(large.own_beside - 0.5, large.off_beside));
    height += (0.35 + 0.65 * shattered)
        * averaged(small, slim, 0.09 * (small.own.y - 0.5) + 0.26 * dot(small.own - 0.5, small.off),
            0.09 * (small.own_beside.y - 0.5) + 0.26 * dot(small.own_beside - 0.5, small.off_beside));
    float bed = perlin(vec3(p.x * 0.16, bent.y * 4.4, p.z * 0.16));
    float thin = perlin(vec3(p.x * 0.30, bent.y * 12.5, p.z * 0.30)) * kept(12.5, coarse);
    float banded = 0.35 + 0.65 * smoothstep(0.25, -0.25, perlin(p * 0.4 - 29.0));
    height += banded * (0.085 * bed + 0.034 * thin);
    float n2 = perlin(p * 1.7), n4 = abs(perlin(p * 3.9)), n9 = abs(perlin(p * 9.3)) * kept(9.3, coarse);
    vec3 both = 0.5 * (large.own + large.own_beside);
    float crack = crack_at(large, wide, 0.02 + 0.05 * both.x + 0.05 * n2) * smoothstep(0.50, 0.70, both.z);
    float fissure = crack_at(small, slim, 0.02 + 0.10 * n4) * 0.5 * (small.own.x + small.own_beside.x) * shattered;
    height += 0.070 * n2 - 0.070 * n4 - 0.034 * n9 - 0.20 * crack - 0.06 * fissure;
    float tone = 0.60 + 0.24 * (averaged(large, wide, large.own.y, large.own_beside.y) - 0.5)
        + (0.06 + 0.14 * shattered) * (averaged(small, slim, small.own.z, small.own_beside.z) - 0.5)
        + banded * (0.22 * bed + 0.20 * thin) + 0.16 * n2 - 0.22 * n4 - 0.26 * n9 - 0.30 * crack - 0.20 * fissure;
    return vec2(height, tone);
}

// Moss that grows over stone: the height of its surface, m; how much of it covers; its tips, 0 to 1.
vec3 moss_at(vec3 p, float ready, float stone, float coarse, bool level) {
    vec3 hung = p * vec3(1.0, 0.80, level ? 0.16 : 0.42);  // hangs; long where it is seen aslant, to look round
    hung += 0.12 * wander(p * 2.1, vec3(7.0, -11.0, 23.0));
    vec2 mound = tuft_at(hung * 0.85);
    vec2 cushion = higher(tuft_at(hung * 1.9 + 5.0), tuft_at(hung * 2.9 - 14.0));
    float large = 0.45 * mound.x + 0.55 * cushion.x;
    // here small tufts, there large smooth cushions, and tufts in the shade between them
    float shaggy = max(smoothstep(-0.20, 0.22, perlin(p * 0.60 + 57.0)), smoothstep(0.50, 0.20, large));
    vec2 tuft = higher(tuft_at(hung * 6.1 - 9.0), tuft_at(hung * 9.7 + 4.0));
    tuft.x = mix(0.72 - 0.17 * shaggy, tuft.x, kept(8.0, coarse) * (0.34 + 0.66 * shaggy));
    float fringe = perlin(hung * 19.0) * kept(19.0, coarse), fine = perlin(hung * 37.0) * kept(37.0, coarse);
    ready += 0.16 * (cushion.x - 0.6) + 0.07 * (tuft.x - 0.6);
    float over = (ready * moss - 0.50) * 3.2;  // how far from the border inwards
    float cover = smoothstep(-0.05, 0.10, over + 0.10 * fringe);
    float thick = cover * (0.05 + 0.30 * clamp(over, 0.0, 1.0));
    float swell = 0.50 * mound.x + (0.46 - 0.14 * shaggy) * cushion.x + 0.18 * tuft.x;
    float tips = clamp(0.02 + (0.56 * cushion.x + 0.30 * mound.x) * (0.30 + 0.70 * tuft.x)
        + 0.22 * (tuft.x - 0.5) + 0.40 * fringe + 0.22 * fine, 0.0, 1.0);
    tips *= 0.42 + 0.58 * smoothstep(0.05, 0.52, large);
    float height = 0.6 * stone + thick * (0.35 + 1.5 * swell) + 0.022 * tuft.x + 0.030 * fringe + 0.012 * fine;
    return vec3(height, cover, tips);
}

void main() {
    ivec2 texel = ivec2(gl_FragCoord.xy);
    vec4 here = texelFetch(ground, texel, 0);
    vec3 along = step_to(here, texel, ivec2(1, 0)), up = step_to(here, texel, ivec2(0, 1));
    float coarse = max(length(along), length(up));
    vec3 p = here.xyz + rock_place;
    mat3 to_beds = mat3(1.0, dip.x, 0.0, 0.0, 1.0, 0.0, 0.0, dip.y, 1.0);
    vec3 beds = vec3(1.0, beds_per_metre / 0.55, 1.0);
    vec3 bedded = beds * (to_beds * here.xyz + rock_place);
    vec2 stone = stone_at(p, bedded, coarse, beds * (to_beds * along), beds * (to_beds * up));
    float ready = here.w + 0.34 * perlin(p * 0.55) + 0.20 * perlin(p * 1.7) - 0.9 * stone.x;
    vec3 grown = moss_at(p, ready, stone.x, coarse, texelFetch(facings, texel, 0).y > 0.75);
    float height = mix(stone.x, grown.x, grown.y);
    colour = here.w < -1.0 ? vec4(0.0, 0.5, 0.0, 0.0) : vec4(height, clamp(stone.y, 0.0, 1.0), grown.yz);
}

#else

uniform sampler2D facings;
uniform sampler2D forms;
uniform vec3 viewed_from;  // m, on the average
#include "facing.glsl"

// The surface's gradient from heights on the sheet (Mikkelsen, Bump mapping unparametrized surfaces, 2010); `along` and
// `up` are the steps to the next texels, m.
vec3 bent_normal(vec3 normal, vec3 along, vec3 up, vec2 slope) {
    vec3 first = cross(up, normal), second = cross(normal, along);
    float area = dot(along, first);
    return normalize(abs(area) * normal - sign(area) * (slope.x * first + slope.y * second));
}

void main() {
    vec2 uv = gl_FragCoord.xy / vec2(textureSize(forms, 0));
    ivec2 texel = ivec2(gl_FragCoord.xy);
    vec4 lies = texelFetch(ground, texel, 0);
    vec4 here = texelFetch(forms, texel, 0);
    vec2 after = vec2(texelFetch(forms, texel + ivec2(1, 0), 0).r, texelFetch(forms, texel + ivec2(0, 1), 0).r);
    vec2 before = vec2(texelFetch(forms, texel - ivec2(1, 0), 0).r, texelFetch(forms, texel - ivec2(0, 1), 0).r);
    vec2 slope = 0.5 * (after - before);
    vec3 flat_normal = normalize(texelFetch(facings, texel, 0).xyz + vec3(0.0, 1e-6, 0.0));
    vec3 to_viewer = normalize(viewed_from - lies.xyz);
    float seen = smoothstep(0.08, 0.46, dot(flat_normal, to_viewer));  // aslant, forms would be strands
    vec3 along = step_to(lies, texel, ivec2(1, 0)), up = step_to(lies, texel, ivec2(0, 1));
    vec3 normal = bent_normal(flat_normal, along, up, slope * (0.3 + 0.7 * seen));
    normal = normalize(normal + (0.9 * (1.0 - seen) * here.b) * to_viewer);  // their near sides show
    vec3 around;
    for (int i = 0; i < 3; i++) around[i] = textureLod(forms, uv, 2.0 + 1.6 * float(i)).r;
    vec3 deep = max(around - here.r, 0.0);
    float open = 1.0 / (1.0 + dot(deep, vec3(16.0, 9.0, 5.0)));
    float tone = mix(here.g * mix(0.55, 1.0, open) * smoothstep(0.0, 0.6, open), here.a * mix(0.35, 1.0, open), here.b);
    tone = mix(mix(0.40, 0.16, here.b), tone, 0.38 + 0.62 * seen) * (0.72 + 0.28 * seen);
    colour = lies.w < -1.0 ? vec4(0.5, 0.5, 0.5, 0.0) : vec4(packed_normal(normal), min(tone * tone, 1.0), here.b);
}

#endif
