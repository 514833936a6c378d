// The hand. Vertex: the fingers breathe. Fragment: dark skin with its creases, lit by what lies in the palm as far as
// the rays of the bake found a way, and shone through where it is thin; a rim of the light behind; the liquid as a film
// that runs to the wrist; the veins, from a map, lit as far as the light has come. CLOTH: the sleeve that the arm comes
// out of. BEHIND: a flood of light stands behind it. At its end all of it dissolves. STONE_ITSELF: the stone in it.
#include "frame.glsl"
#include "melting.glsl"
#include "held.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "fall.glsl"
#include "touch.glsl"
#ifdef STONE_ITSELF
#include "pebble.glsl"
#else
#ifdef VERTEX_STAGE
#define CONSTANT flat out
#else
#define CONSTANT flat in
#endif
// What holds for the whole picture, which a software rasteriser would read for each pixel by itself.
CONSTANT vec3 light, counter, accent;
CONSTANT vec4 melting;  // molten, risen, faded, swollen
CONSTANT vec2 dissolves;  // m up the arm, from where on it has gone, and until where it is whole
CONSTANT float ember, heart, now, pixel;
CONSTANT vec3 stone_at, along_way, aside_way;  // m from the eye, the liquid's middle; of the hand's own axes
CONSTANT vec4 chart;  // as `charted`
CONSTANT vec2 veined;  // as `reach`

#ifdef VERTEX_STAGE
uniform vec2 reach;  // m, what the map of the veins covers: up the arm and across
uniform vec4 charted;  // what a side of the map of creases covers: x and z of its corner, m, and 1 / m
in vec3 position;
in vec3 facing;
in vec3 shade;
in float across;
out vec3 own;      // m, in the hand's own axes, at rest
out vec3 from_eye; // m
out vec3 normal_in;
out vec3 baked;    // ambient light, how thin the flesh is, and the light of the pool
out vec2 lies;     // m across the arm along its skin, or up the sleeve from its hem; how far it faces out of the palm
#if QUALITY > 0
const float ROUND = 0.012;  // m, radius of fingers: pixels within the outline face the eye the more the larger they are
in vec4 outward;     // of the fringe's outer vertices, which way they look out of it; then 0, and 1 for all else
out float whole_in;  // 1, to 0 at the fringe's outer edge
#endif

void set_constants() {
    light = frame.light;
    counter = frame.counter;
    accent = frame.accent;
    melting = vec4(molten(), risen(), faded(), swollen());
    float lost = smoothstep(swells + SWELL - 0.3, swells + SWELL + 0.9, frame.act_time);
    float end = mix(0.65, -0.30, sqrt(lost));
    dissolves = vec2(end + 0.004, end - 0.075 - 0.06 * lost);
    ember = kindled() * (0.85 + 0.25 * frame.heart);
    heart = frame.heart;
    now = frame.time;
    pixel = frame.pixel;
    stone_at = place_hand(STONE + vec3(0.0, 0.010 + 0.012 * melting.x, 0.0)) - frame.eye;
    along_way = turn_hand(vec3(1.0, 0.0, 0.0));
    aside_way = turn_hand(vec3(0.0, 0.0, 1.0));
    chart = charted;
    veined = reach;
}

void main() {
    set_constants();
    own = position;
    vec3 p = position;
    float past = max(p.x - 0.092 - 0.3 * abs(p.z + 0.004), 0.0);  // m beyond the knuckles
    float curl = (0.045 * sin(frame.time * 1.57) + 0.020 * sin(frame.time * 0.73 + 1.0)) * smoothstep(0.0, 0.04, past);
    p.y += curl * past;
#if QUALITY > 0
    vec3 to_eye = frame.eye - place_hand(p);
    vec3 out_ = turn_hand(facing);
    float away = length(to_eye);
    float grazes = dot(to_eye, out_) / away;
    vec3 at = place_hand(p) + (turn_hand(outward.xyz) - out_ * (0.5 - 0.5 * grazes * grazes)) * frame.pixel * away;
    whole_in = 1.0 - dot(outward.xyz, outward.xyz);
    normal_in = out_ + to_eye * (sqrt(frame.pixel * away / ROUND) * (1.0 - outward.w) / away);
#else
    vec3 at = place_hand(p);
    normal_in = turn_hand(facing);
#endif
    from_eye = at - frame.eye;
    baked = shade;
    lies = vec2(across, facing.y);
    gl_Position = frame.view_projection * vec4(at, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D veins;
uniform sampler2D creases;
uniform sampler2D heart_trace;
#ifdef BEHIND
uniform vec4 flood;  // direction of the light behind, in the world; how strong it is
#endif
in vec3 own;
in vec3 from_eye;
in vec3 normal_in;
in vec3 baked;
in vec2 lies;
#if QUALITY > 0
in float whole_in;
#endif
out vec4 colour;
const vec3 ARM = vec3(-0.9706, -0.2360, 0.0457);  // from the wrist to the elbow
const vec3 KEY = vec3(-0.4800, 0.7200, -0.5000);  // to the night's light above, behind the camera

#ifdef LIQUID
#include "liquid.glsl"
#endif

#ifdef VEINS
#ifdef BEHIND
const float FINEST = 1.25;  // px, of veins that are seen while the camera moves back fast
#else
const float FINEST = 0.62;
#endif

// The veins in the skin `lit`, and their light scattered under it.
vec3 with_veins(vec3 lit, vec3 normal, vec3 from_eye, vec2 place, float facing, vec3 gold, vec3 rose, float rim,
    vec3 skin) {
    vec4 vein = texture(veins, vec2(place.x / veined.x, place.y / veined.y + 0.5));
    float metre = pixel * sqrt(dot(from_eye, from_eye));  // of a pixel
    float come = melting.y * 1.16 - vein.y;
    float awake = smoothstep(0.0, 0.045, come);
    float newest = awake / (1.0 + come * come * 90.0);  // the front that runs up the arm
    float slim = vein.z;
    float wide = 0.00125 * slim;
    float drawn = max(max(wide, FINEST * metre), 0.00036);  // m; what is slimmer than pixel or texel is dimmed instead
    float x = max(vein.x * 0.010 - 0.00010, 0.0) / drawn;
    float core = 1.0 / (1.0 + x * x);
    core *= core * wide / drawn * smoothstep(0.0, 0.14, slim);
    float y = vein.x * 0.010 / (0.0013 + 0.0016 * slim);
    float glow = 1.0 / (1.0 + y * y);
    glow *= glow * (1.0 - vein.x) * slim;
    float beat = texture(heart_trace, vec2(0.015 + 0.14 * vein.y, 0.5)).r;
    float grains = sine(vein.y * 190.0 - now * 10.1) * sine(vein.y * 113.0 - now * 7.3 + slim * 9.0);
    float seen = smoothstep(-0.011, 0.012, place.x);
    float swell = melting.w;
    float shine = (0.60 + 0.75 * beat) * (1.0 + 0.40 * grains) + 1.9 * newest + 0.8 * swell;
    vec3 run_light = mix(rose, gold, smoothstep(0.05, 0.5, slim)) + light * (0.35 * slim + 0.6 * newest) * core;
    vec3 lines = run_light * core * shine + mix(rose, gold, 0.35) * glow
        * (0.34 + 0.30 * beat + 0.7 * newest + 0.35 * swell);
    lit += lines * awake * seen;
    // under the skin their light is scattered, and warm
    float reached = smoothstep(-0.02, 0.16, melting.y * 1.16 - place.x / veined.x);
    float ahead = melting.y * 1.16 - place.x / veined.x - 0.03;
    float bathed = reached * (0.75 + 0.45 * beat)
        + 0.7 * melting.y / (1.0 + ahead * ahead * 120.0) * fall(0.95, 1.25, melting.y * 1.16);
    vec3 scattered = accent * vec3(1.0, 0.60, 0.42) * (0.05 + 0.80 * vein.w) + rose * 0.55 * vein.w * vein.w;
    lit += scattered * skin * bathed * baked.x * (0.55 + 0.45 * facing) * (0.75 + 0.6 * swell)
        * smoothstep(-0.009, 0.030, place.x);
    lit += rose * rim * 0.16 * reached * smoothstep(-0.009, 0.02, place.x);
    return lit;
}
#endif

// A light of direction `way` mirrored in skin: its oily sheen, broad and narrow.
float sheen(vec3 normal, vec3 view, vec3 way) {
    float x = max(dot(normal, normalize(way - view)), 0.0);
    x *= x;
    x *= x;
    x *= x;
    float broad = x;
    x *= x;
    x *= x;
    return 0.16 * broad * broad + 0.84 * x;
}

#ifdef BEHIND
// The flood behind: along outlines that it meets, and red through what is thin.
vec3 from_behind(vec3 normal, float f, float thin, vec3 skin) {
    float to = dot(normal, flood.xyz);
    float edge = f * f * smoothstep(-0.45, 0.55, to) / (1.0 + 2.5 * fwidth(f));  // a rim finer than a pixel is dimmed
    float falls = max(to * 0.72 + 0.28, 0.0);
    vec3 gate = light * vec3(1.0, 0.86, 0.64);
    vec3 c = gate * (edge * 0.95 + edge * edge * 1.3) + skin * gate * falls * falls * 0.55;
    return (c * baked.x + gate * vec3(1.0, 0.22, 0.07) * thin * (0.10 + f * f * f * f * 1.7) * 0.42) * flood.w;
}
#endif

// How much of it is seen: its outline is soft where it has but one sample a pixel; it has not yet dissolved, the sleeve
// first, the fingertips last; and it is near.
float covered(float up, float facing) {
    float whole = smoothstep(dissolves.x, dissolves.y, up) * smoothstep(9.0, 6.5, length(from_eye));
#if QUALITY < 1
#ifdef BEHIND
    whole *= smoothstep(0.0, max(0.22, 1.3 * fwidth(facing)), facing);
#else
    whole *= smoothstep(0.0, 0.22, facing);
#endif
#endif
    return whole;
}

// Light with how much of it is seen. What is bright counts for less in the fringe, so that sparks on it do not crawl.
vec4 laid(vec3 lit, float whole) {
#if QUALITY > 0
    float part = whole_in / (1.0 + max(max(lit.r, lit.g), lit.b));
    whole *= part / (part + 1.0 - whole_in);
#endif
    return vec4(lit, 1.0) * whole;
}

#ifdef CLOTH
#include "sleeve.glsl"
#else

// The pool's light on the skin `lit`, and through it: redder where there is less of it.
vec3 with_pool(vec3 lit, vec3 normal, vec3 view, float f, float warm, vec3 gold, vec3 rose, float ember, vec3 skin,
    float cut) {
    vec3 to_stone = stone_at - from_eye;
    float far2 = dot(to_stone, to_stone);
    float falls = 1.0 / (1.0 + far2 * 900.0);
    float e = baked.z * baked.z * 2.5;
    e /= 1.0 + 0.35 * e;
    vec3 bled = mix(vec3(0.95, 0.40, 0.26), vec3(1.0), clamp(baked.z * 1.8, 0.0, 1.0));
    float strong = ember * (0.55 + 0.75 * warm) * (1.0 + melting.w);
    lit += skin * rose * bled * e * strong * 1.15;
    lit += gold * sheen(normal, view, to_stone * inversesqrt(far2 + 1e-6)) * e * strong * 0.30 * cut;
    float through = baked.y * falls * ember * (0.10 + 0.42 * warm);
    lit += accent * vec3(1.0, 0.36, 0.24) * through * (0.35 + 0.65 * f);
    return lit;
}

// The creases here, and how far they are drawn: not where the skin faces neither way, and they would be drawn out.
vec4 creases_here(out float drawn) {
    drawn = smoothstep(0.04, 0.30, abs(lies.y));
    float over = clamp((own.z - chart.y) * chart.w, 0.001, 0.999) + step(0.0, -lies.y);
    return texture(creases, vec2((own.x - chart.x) * chart.z, over * 0.5));
}

// Palms are paler than the rest; creases dark and red.
vec3 complexion(float deep, float grain) {
    vec3 skin = mix(vec3(0.34, 0.200, 0.150), vec3(0.62, 0.395, 0.315), smoothstep(-0.30, 0.40, lies.y));
    return skin * (1.0 - deep * vec3(0.50, 0.62, 0.66)) * grain;
}

// The sky behind: a rim where the skin turns away; and the night from above, behind the camera.
vec3 by_night(vec3 normal, vec3 view, float rim, vec3 sky, vec3 skin, float cut) {
    float over = clamp(0.25 + 0.75 * normal.y, 0.0, 1.0);
    vec3 lit = sky * (rim * (0.30 + 0.70 * over) * 0.55 + 0.004) * baked.x;
    float key = clamp(dot(normal, KEY) * 0.65 + 0.35, 0.0, 1.0);
    lit += skin * (counter * 0.038 + light * 0.010) * baked.x * key * key;
    return lit + (counter * 0.05 + light * 0.022) * sheen(normal, view, KEY) * cut;
}

void main() {
    vec3 view = normalize(from_eye);
    vec2 place = vec2(dot(own, ARM), lies.x);  // m up the arm and across it
    float drawn;
    vec4 crease = creases_here(drawn);
    vec2 tilt_by = (crease.xy - 0.50196) * 1.1 * drawn;
    vec3 smooth_ = normalize(normal_in);
    vec3 normal = normalize(smooth_ + along_way * tilt_by.x + aside_way * tilt_by.y);
    float facing = clamp(-dot(view, smooth_), 0.0, 1.0);
    float f = 1.0 - facing;
    float deep = crease.z * drawn;

    float warm = melting.x;
    vec3 gold = light * vec3(1.0, 0.80, 0.52);
    vec3 rose = mix(gold, accent, 0.55);
    float grain = 1.0;
#if QUALITY > 1
    grain += 0.24 * perlin(vec2(own.x * 640.0, own.z * 400.0) + own.y * 210.0);
#endif
    vec3 skin = complexion(deep, grain);
    float cut = (1.0 - 0.8 * deep) * grain * baked.x;
    float rim = f * f * f * (0.45 + 0.55 * smoothstep(0.0, 0.12, facing));
    // violet on the left, paler on the right
    vec3 sky = mix(counter * 1.1, mix(counter, light, 0.45), clamp(0.5 + 0.5 * normal.x, 0.0, 1.0));
    vec3 lit = by_night(normal, view, rim, sky, skin, cut);
    lit = with_pool(lit, normal, view, f, warm, gold, rose, ember, skin, cut);
#ifdef BEHIND
    lit += from_behind(normal, f, baked.y, skin);
#endif
#ifdef LIQUID
    lit = with_liquid(lit, smooth_, from_eye, gold, rose, ember, sky);
#endif
#ifdef VEINS
    lit = with_veins(lit, normal, from_eye, place, facing, gold, rose, rim, skin);
#endif
    if (touched) {  // what is light in it swells; the skin keeps its dark
        float felt = felt_at(in_view(from_eye));
        lit += lit * felt * 1.2 + (rose * 0.10 + gold * 0.05) * rim * felt;
    }
    colour = laid(lit, covered(place.x, facing));
}
#endif
#endif
#endif
