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

// The masonry beside the mouldings.
struct Masonry {
    float stone;  // 1 on masonry
    vec3 rough, fine;  // of the faces of the stones
    float edge;  // m to the nearest joint
    vec2 way;  // from that joint
    float lies;  // how much of the seam's light falls on it
};

// Old stones in courses; changes the slope `rise`, the colour `tint` and what it mirrors.
void lay_masonry(float side, float size, float a, vec2 p, inout vec2 rise, inout vec3 tint, inout float mirror,
    out Masonry wall) {
    wall.stone = clamp((a - STONE) / size + 0.5, 0.0, 1.0);
    float course = at.y / COURSE;
    float nth = floor(course);
    uint h = hash(ivec2(int(nth), side < 0.0 ? 7 : 19));
    float v = fract(course) * COURSE;
    float long_block = 0.74;
    float start = (float(h & 255u) / 255.0) * 0.42 + 0.30;
    float u = mod(a - STONE - start, long_block);
    wall.rough = perlin_d(p * 6.5 + laid);
    wall.fine = perlin_d(p * 27.0);
    float ragged = 0.010 * wall.rough.x + 0.005 * wall.fine.x;
    float down = min(v, COURSE - v);
    float beside = min(u, long_block - u);
    wall.edge = min(down, beside) - 0.008 + ragged;
    wall.way = down < beside ? vec2(0.0, v < 0.5 * COURSE ? 1.0 : -1.0) : vec2(u < 0.5 * long_block ? 1.0 : -1.0, 0.0);
    vec2 face = wall.rough.yz * vec2(side, 1.0) * 0.10 + wall.fine.yz * vec2(side, 1.0) * 0.10;
    face += wall.way * (1.0 - smoothstep(0.0, 0.040, wall.edge)) * smoothstep(-0.012, 0.0, wall.edge) * 0.9;
    wall.lies = clamp(wall.edge / max(size, 0.004) + 0.5, 0.0, 1.0);
    vec3 rock = (frame.dominant * 0.11 + frame.counter * 0.020 + frame.other * 0.012)
        * (0.85 + 0.3 * wall.rough.x + 0.25 * wall.fine.x) * mix(0.25, 1.0, wall.lies);
    rise = mix(rise, face, wall.stone);
    tint = mix(tint, rock, wall.stone);
    mirror = mix(mirror, 0.10, wall.stone);
}

// Moss in the joints.
void grow_moss(float side, float size, vec2 p, Masonry wall, inout vec2 rise, inout vec3 tint, inout float mirror,
    out float moss, out float blades) {
    float creep = perlin(p * 2.1 - laid) * 0.9 + wall.rough.x * 0.35 + wall.fine.x * 0.35;
    moss = smoothstep(-0.004, 0.010, 0.004 + 0.040 * creep - wall.edge) * wall.stone * smoothstep(-0.30, 0.15, creep);
    blades = 0.6 + 0.6 * perlin(p * 95.0) * clamp(1.5 - size * 130.0, 0.0, 1.0);
    rise = mix(rise, wall.fine.yz * vec2(side, 1.0) * 0.35 + wall.way * 0.3, moss);
    tint = mix(tint, frame.accent * (0.08 + 0.10 * clamp(blades, 0.0, 1.5)), moss);
    mirror *= 1.0 - moss;
}

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

    Masonry wall;
    lay_masonry(side, size, a, p, rise, tint, mirror, wall);

    float moss, blades;
    grow_moss(side, size, p, wall, rise, tint, mirror, moss, blades);

    float shadow_gap = smoothstep(0.0, 0.012, a)
        * mix(1.0, smoothstep(-0.002, 0.03, a - STONE), step(STONE - 0.004, a));
    vec3 n = normalize(vec3(bow(at) - rise * vec2(side, 1.0), -1.0));
    vec3 c = lit(place, n, tint, mirror, narrow) * shadow_gap;
    float far = length(at - LOCK.xy);
    float beat = heartbeat(at);
    c += frame.accent * moss * blades * (0.008 + 0.80 * beat * beat / (1.0 + 0.35 * far * far));
    if (touched) {
        float felt = felt_at(in_view(place - frame.eye) + 0.06 * worn);
        c += (frame.accent * moss * blades * 0.6
            + (frame.dominant * 0.5 + frame.counter * 0.2)
            * (abs(profile) * 0.25 * (1.0 - wall.stone) + 0.05 + 0.25 * wall.stone * (1.0 - wall.lies))) * felt;
    }
    colour = vec4(c, 1.0);
}
#endif
