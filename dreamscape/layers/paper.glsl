// Paper: a sheet in the sun, creased in a pattern that folds up, flutters and opens again. Facets are flat, with exact
// averages over a pixel at their creases, and several SAMPLES a pixel where colours meet; each casts a shadow, shows
// light through where it turns from the sun, and some have another colour on their other side. Metres.
// Cost: about 12 ms a full screen at 1280x720 on two cores with one sample, 3 more for each further one.
#include "frame.glsl"
#include "touch.glsl"
#include "hash.glsl"
#include "sine.glsl"
#include "perlin.glsl"
#include "creases.glsl"

uniform float cell;
uniform float depth;
uniform float white;
uniform float turning;
uniform float folds_at;
uniform float opens_at;
uniform vec3 to_sun;      // unit
uniform vec3 paper_place;
out vec4 colour;

// Where a pixel's samples are, px from its middle: along edges of any direction they lie side by side.
const vec2 AROUND[4] = vec2[](vec2(0.0), vec2(0.36, 0.10), vec2(-0.10, 0.36), vec2(-0.30, -0.30));
const float FOLDS_FOR = 6.0;  // s, from the first crease to the last
const float REACH = 9.0;      // m from the middle, as far as is seen
const float BROAD = 0.45;     // of the sheet, which folds at the same time

// How far the sheet has been folded at p: a front runs over it, and later another one that opens it.
float folded(vec2 p) {
    float along = clamp(0.5 + dot(p, vec2(0.80, 0.60)) * (0.5 / REACH) + 0.05 * sine(0.7 * p.x - 0.9 * p.y), 0.0, 1.0);
    vec2 since = (frame.act_time - vec2(folds_at, opens_at)) * ((1.0 + BROAD) / FOLDS_FOR) - along;
    vec2 done = smoothstep(0.0, BROAD, since);
    float flutter = 0.84 + 0.16 * sine(dot(p, vec2(0.55, -0.42)) - frame.time * 1.1 + paper_place.x);
    return done.x * (1.0 - done.y) * flutter * (1.0 + 0.22 * frame.heard_low);
}

// How far along a ray it meets the folds, which are `high` above and below 0: by steps, then a secant.
float meet(vec2 level, float down, float high) {
    float stride = -2.0 * high / down / float(VIEW_STEPS);
    float s0 = (high - frame.eye.y) / down, s1 = s0;
    float g0 = 1e-4, g1 = 0.0;
    for (int i = 0; i < VIEW_STEPS; i++) {
        s1 = s0 + stride;
        g1 = frame.eye.y + down * s1 - high * crease_lift((frame.eye.xz + level * s1) / cell);
        if (g1 < 0.0) break;
        s0 = s1;
        g0 = g1;
    }
    float s = mix(s0, s1, clamp(g0 / max(g0 - g1, 1e-5), 0.0, 1.0));
    float g = frame.eye.y + down * s - high * crease_lift((frame.eye.xz + level * s) / cell);
    return g < 0.0 ? mix(s0, s, g0 / max(g0 - g, 1e-5)) : mix(s, s1, g / max(g - g1, 1e-5));
}

// How much of the sun reaches a point of the sheet, 1 all, past the folds between.
float sunlit(vec2 p, float height, float high) {
    float rise = to_sun.y * inversesqrt(dot(to_sun.xz, to_sun.xz));
    vec2 way = normalize(to_sun.xz);
    float farthest = (high - height) / rise;
    float most = 0.0;
    for (int i = 0; i < SHADOW_STEPS; i++) {
        float s = farthest * (float(i) + 0.6) / float(SHADOW_STEPS);
        float above = high * crease_lift((p + way * s) / cell) - height - s * rise;
        most = max(most, above / (0.05 * cell + 0.16 * s));
    }
    return 1.0 - clamp(most, 0.0, 1.0);
}

// What leaves of a tree, out of the picture, let through: soft shade that sways.
float through_leaves(vec2 p) {
    vec2 q = p * 0.30 + 0.05 * vec2(sine(0.9 * frame.time + p.y), sine(0.7 * frame.time + p.x)) + paper_place.yz;
    float leaves = perlin(q) + 0.45 * perlin(q * 2.7 + 0.02 * frame.time);
    return 0.45 + 0.55 * smoothstep(-0.30, 0.16, leaves);
}

float felt;  // of a hand, at this pixel

// The sheet's own colour on a facet: some have turned, or are turning, to their other side, of which a part is `shown`;
// more under a hand.
vec3 colour_of(ivec2 number, float shown, out float turned) {
    vec3 chance = unpack3(hash(number + ivec2(paper_place.xy * 50.0)));
    float sways = 0.5 + 0.5 * sine(frame.time * (0.35 + 0.5 * chance.z) + chance.y * 6.2831853);
    turned = smoothstep(0.40, 0.60, sways) * step(chance.x, turning);
    if (touched) turned = max(turned, min(3.0 * felt, 1.0));
    vec3 face = mix(frame.dominant, frame.light * 0.95, white);
#if PATTERN == 2
    if (number == ivec2(0)) {  // its middle is gold leaf
        turned = 0.0;
        return frame.accent;
    }
    if (number.x < 3) chance.z = max(chance.z, 0.63);  // gold beside it would run into it
#endif
    vec3 back = chance.z > 0.62 ? frame.counter : chance.z > 0.22 ? frame.accent : frame.other;
    return mix(face, back, turned * shown) * (1.0 + 0.35 * heard_pitch(int(chance.y * 11.999)));
}

// The light of the sun and of the sky at a point of the sheet, the same for all of a pixel.
struct Daylight {
    vec3 sky, sun;
    float fibres;
    float up;    // how far the sheet is folded
    float line;  // how much a crease shows
};

// What one facet sends to the eye.
vec3 facet_light(Facet facet, float high, Daylight day) {
    float turned;
#if SAMPLES > 1
    vec3 own = colour_of(facet.number, 1.0, turned);
#else
    vec3 own = colour_of(facet.number, 0.5 + 0.5 * facet.inside, turned);  // half, where another colour meets it
    facet.inside = mix(facet.inside, 1.0, turned);  // a line there would be a row of teeth
#endif
    vec2 slope = facet.lift.yz * (high / cell) * (1.0 - 2.0 * turned);  // a facet that turns springs through
    vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
    float facing = max(dot(n, to_sun), 0.0), up = min(day.up, 1.0);
    float open = 0.62 + 0.38 * (0.5 + 0.5 * facet.lift.x) * up + 0.38 * (1.0 - up);
    vec3 sky = day.sky * (0.40 + 0.26 * n.y);
    vec3 lit = own * (sky * open + day.sun * facing) * day.fibres;
    float off = 1.0 - facing;  // thin paper: the sun comes through it
    lit += own * mix(frame.accent, frame.light, 0.25) * (0.20 * off * off * off * day.up);
    float line = (1.0 - facet.inside) * day.line;  // it catches light; unfolded, a shade
    return mix(lit, own * (frame.light * (0.05 + 0.70 * day.up) + sky * 0.5), (0.9 - 0.3 * day.up) * line);
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    vec2 flat_at = frame.eye.xz - ray.xz * (frame.eye.y / min(ray.y, -0.05));
    float up = folded(flat_at);
    felt = touched ? felt_on(flat_at) : 0.0;
    if (touched) up = min(up + 0.8 * felt, 1.3);
    float high = depth * up;
    float reach = meet(ray.xz, min(ray.y, -0.05), high);
    vec2 p = frame.eye.xz + ray.xz * reach;
    float along = length(ray);
    float blur = frame.pixel * reach * along / cell * (1.0 + 0.6 * (along / max(-ray.y, 0.05) - 1.0));

    Daylight day;
    float fibres = perlin(p * 21.0 + paper_place.zx) * 0.6 + perlin(p * vec2(9.0, 60.0));
    day.fibres = 1.0 + fibres * 0.030 / (1.0 + 900.0 * blur * blur);
    day.sky = mix(frame.dominant, frame.light, 0.24);
    float reaches = sunlit(p, high * crease_lift(p / cell), high + 1e-4) * through_leaves(p);
    day.sun = mix(frame.light, frame.accent, 0.14) * (1.10 * reaches);
    day.up = up;
    day.line = min(1.0, 0.6 / (1.0 + 14.0 * blur));

    Facet facet = creases(p / cell, max(0.75 * blur, 1e-4));
    vec3 lit = facet_light(facet, high, day);
#if SAMPLES > 1
    vec2 slope = facet.lift.yz * (high / cell);
    float over = frame.eye.y - high * facet.lift.x + dot(slope, p - frame.eye.xz);  // the eye, over this facet's plane
    for (int i = 1; i < SAMPLES; i++) {
        vec3 beside = view_ray(gl_FragCoord.xy + AROUND[i]);
        float s = clamp(over / max(dot(slope, beside.xz) - beside.y, 0.02), 0.99 * reach, 1.01 * reach);
        facet = creases((frame.eye.xz + beside.xz * s) / cell, max(0.75 * blur, 1e-4));
        lit += facet_light(facet, high, day);
    }
    lit *= 1.0 / float(SAMPLES);
#endif
    vec3 far = mix(frame.light * 0.80, frame.dominant, 0.25 * (1.0 - white));
    colour = vec4(mix(lit, far, 1.0 - exp2(-max(along * reach - 9.0, 0.0) * 0.035)), 1.0);
}
