// The jambs, metres from the middle of the door: a shadow gap, bronze mouldings, then courses of stone with moss in the
// joints. Cost: about 250 operations and seven noises a pixel of them.
#include "frame.glsl"
#include "touch.glsl"
#include "slab.glsl"

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform vec2 laid;
in vec2 at;
in vec3 place;
out vec4 colour;
const float STONE = 0.205;  // m from the door to the masonry
const float COURSE = 0.42;  // m

void main() {
    float side = at.x < 0.0 ? -1.0 : 1.0;
    float size = max(fwidth(place.y), 1e-4);
    float a = abs(at.x) - HALF_WIDE;
    vec2 p = vec2(at.x, at.y);

    // mouldings: a bead, a hollow, a step
    float brushed = perlin(p * vec2(60.0, 5.0)) + 0.5 * perlin(p * 23.0);
    float bead = clamp((a - 0.055) / 0.035, -1.0, 1.0);
    float hollow = clamp((a - 0.135) / 0.035, -1.0, 1.0);
    float profile = -bead * step(abs(bead), 0.999) * 1.1 + hollow * step(abs(hollow), 0.999) * 0.9;
    profile += bevel(a - 0.008, 0.012, size) - bevel(a - 0.188, 0.014, size);
    vec2 rise = vec2(profile, 0.0) + 0.05 * brushed;
    float worn = perlin(p * 2.3 + laid);
    float verdigris = smoothstep(-0.1, 0.5, worn + 0.2 * brushed);
    vec3 tint = mix(frame.other * 0.14, frame.accent * 0.04 + frame.dominant * 0.05, verdigris);
    float mirror = 0.55 - 0.35 * verdigris;
    float narrow = 0.25;

    // masonry
    float stone = clamp((a - STONE) / size + 0.5, 0.0, 1.0);
    float course = at.y / COURSE;
    float nth = floor(course);
    uint h = hash(ivec2(int(nth), side < 0.0 ? 7 : 19));
    float v = fract(course) * COURSE;
    float long_block = 0.74;
    float start = (float(h & 255u) / 255.0) * 0.42 + 0.30;
    float u = mod(a - STONE - start, long_block);
    vec3 rough = perlin_d(p * 6.5 + laid);
    vec3 fine = perlin_d(p * 27.0);
    float ragged = 0.010 * rough.x + 0.005 * fine.x;
    float down = min(v, COURSE - v);
    float beside = min(u, long_block - u);
    float edge = min(down, beside) - 0.008 + ragged;
    vec2 way = down < beside ? vec2(0.0, v < 0.5 * COURSE ? 1.0 : -1.0) : vec2(u < 0.5 * long_block ? 1.0 : -1.0, 0.0);
    vec2 face = rough.yz * vec2(side, 1.0) * 0.10 + fine.yz * vec2(side, 1.0) * 0.10;
    face += way * (1.0 - smoothstep(0.0, 0.040, edge)) * smoothstep(-0.012, 0.0, edge) * 0.9;
    float lies = clamp(edge / max(size, 0.004) + 0.5, 0.0, 1.0);
    vec3 rock = (frame.dominant * 0.11 + frame.counter * 0.020 + frame.other * 0.012) * (0.85 + 0.3 * rough.x + 0.25 * fine.x) * mix(0.25, 1.0, lies);
    rise = mix(rise, face, stone);
    tint = mix(tint, rock, stone);
    mirror = mix(mirror, 0.10, stone);

    // moss
    float creep = perlin(p * 2.1 - laid) * 0.9 + rough.x * 0.35 + fine.x * 0.35;
    float moss = smoothstep(-0.004, 0.010, 0.004 + 0.040 * creep - edge) * stone * smoothstep(-0.30, 0.15, creep);
    float blades = 0.6 + 0.6 * perlin(p * 95.0) * clamp(1.5 - size * 130.0, 0.0, 1.0);
    rise = mix(rise, fine.yz * vec2(side, 1.0) * 0.35 + way * 0.3, moss);
    tint = mix(tint, frame.accent * (0.08 + 0.10 * clamp(blades, 0.0, 1.5)), moss);
    mirror *= 1.0 - moss;

    float shadow_gap = smoothstep(0.0, 0.012, a) * mix(1.0, smoothstep(-0.002, 0.03, a - STONE), step(STONE - 0.004, a));
    vec3 n = normalize(vec3(bow(at) - rise * vec2(side, 1.0), -1.0));
    vec3 c = lit(place, n, tint, mirror, narrow) * shadow_gap;
    float far = length(at - LOCK.xy);
    float beat = heartbeat(at);
    c += frame.accent * moss * blades * (0.008 + 0.80 * beat * beat / (1.0 + 0.35 * far * far));
    if (touched) {
        float felt = felt_at(in_view(place - frame.eye) + 0.06 * worn);
        c += (frame.accent * moss * blades * 0.6 + (frame.dominant * 0.5 + frame.counter * 0.2) * (abs(profile) * 0.25 * (1.0 - stone) + 0.05 + 0.25 * stone * (1.0 - lies))) * felt;
    }
    colour = vec4(c, 1.0);
}
#endif
