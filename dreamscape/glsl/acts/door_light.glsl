// door_light: the lights on the door and the stone around it: a beam of the moon from the viewer's side, which the
// arch's edge cuts off from what stands back; the sky; the key's stone; what comes through under the door, and, once
// they part, between its leaves. Vertex stage: set_lights passes on what holds for the whole picture. Fragment stage:
// lit; arguments: place, normal (unit), the lights there, how much is taken of them, colour, how
// much it mirrors, how narrow its highlights are (0 dull to 1), how open it is to the sky and to the moon. Where a
// pixel holds faces of several normals, what is `taken` is the mean over them. in_air: light through the air, as of
// weather_at. heartbeat: the part of the beat that has come this far from the lock. DULL: for what mirrors none of the
// small lights; CLOSED: no line of light yet. Needs frame.glsl. Cost: lit about 60 operations, 40 if CLOSED, 25 if DULL
// too; taken 25; in_air 6, heartbeat a fetch.
#include "threshold.glsl"
const float WAVE = 0.85;  // m/s, of the heart's wave
#ifdef DULL
const float SLIT = 0.09;  // m^2: next to the line of light, stone is no brighter than that
#else
const float SLIT = 0.03;
#endif
const float SHARPER = QUALITY < 2 ? -0.4 : 0.8;  // levels of detail that carving is read finer than its pixels

#ifdef VERTEX_STAGE
flat out vec3 moon_glow, haze_glow, sky_glow, slit_glow, stone_glow;
flat out vec3 moon_way, stone_at;  // towards the moon, unit; where the key's stone is, m
flat out vec2 parted;  // m, from the middle line to each leaf; the light between them, as a part of slit_glow

void set_lights() {
    moon_way = moon;
    stone_at = stone;
    parted = vec2(gap, min(gap * 60.0, 1.0) * (0.55 + 6.0 * gap) / (1.5 + 5.0 * gap));
    moon_glow = moonlight();
    haze_glow = haze_light();
    sky_glow = frame.dominant * 0.64 + frame.counter * 0.136;
    slit_glow = gold() * (1.5 + 5.0 * gap);
    stone_glow = (frame.light * 0.7 + vec3(0.36, 0.14, 0.02)) * (0.30 + 1.15 * glow);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D heart_trace;
flat in vec3 moon_glow, haze_glow, sky_glow, slit_glow, stone_glow;
flat in vec3 moon_way, stone_at;
#ifdef CLOSED
const vec2 parted = vec2(0.0);
#else
flat in vec2 parted;
#endif

float heartbeat(vec2 p) {
    return texelFetch(heart_trace, ivec2(min(length(p - LOCK.xy) * (256.0 / (WAVE * 4.0)), 255.0), 0), 0).r;
}

float glint(float near, float narrow) {  // for the cosine from the middle of a highlight
    float s = 1.0 / (1.0 + (1.0 - clamp(near, 0.0, 1.0)) * (8.0 + 252.0 * narrow));
    return s * s;
}

// The lights at a place, and the way to the eye: ways to them, unit, and how bright they are.
struct Lights {
    vec3 view;
    float per_half;    // one over the length of the ways to the eye and to the moon together
    vec3 slit, stone;  // to the slit under the door, and the key's stone
    float slit_here, stone_here;  // parts of slit_glow and stone_glow
    float per_stone;  // as per_half, with the stone
    vec2 blade, between;  // to the line of light, x and z, and half way between that and the eye
    float blade_here, dust;  // parts of slit_glow: of that line, and of the dust in its light
};

// The line of light between the leaves.
void with_blade(vec3 place, inout Lights lights) {
    float a = max(abs(place.x) - parted.x, 0.0);
    vec2 way = vec2(place.x < 0.0 ? a + 0.012 : -a - 0.012, -0.028 - 0.13 * a);
    float fades = 0.10 + a * 1.6 + a * a * 3.0, dust_fades = 1.0 + 60.0 * a * a;
    float per = 1.0 / (fades * dust_fades);
    lights.blade = way * inversesqrt(dot(way, way));
    lights.blade_here = parted.y * dust_fades * per;
    lights.dust = lights.blade_here * (0.014 + 0.28 * parted.x) * fades * per;
    vec2 half_way = lights.blade + lights.view.xz;
    lights.between = half_way * inversesqrt(dot(half_way, half_way));
}

Lights lights_at(vec3 place, vec3 view, float per_half) {
    Lights lights;
    lights.view = view;
    lights.per_half = per_half;
#ifdef DULL
    float out_of = max(abs(place.x) - HALF_WIDE, 0.0), x = min(abs(place.x), HALF_WIDE);
    float leans = 0.03 + AIR.z * (0.16 + 0.10 * x * x);  // as pressed has it there
    vec3 slit = vec3(-sign(place.x) * out_of, 0.012 - place.y, -leans - place.z);
#else
    vec3 slit = vec3(0.0, 0.012 - place.y, -place.z);  // what mirrors stands right above it
#endif
    float slit2 = dot(slit, slit) + 1e-4;
    float slit_fades = (SLIT + slit2) * (1.0 + 0.35 * slit2);
    lights.slit = slit * inversesqrt(slit2);
#ifdef DULL
    lights.slit_here = 1.0 / slit_fades;
#else
    vec3 to = stone_at - place;
    float stone2 = dot(to, to);
    float stone_fades = (0.05 + stone2) * (1.0 + 0.45 * stone2);
    lights.stone = to * inversesqrt(stone2);
    float per = 1.0 / (slit_fades * stone_fades);
    lights.slit_here = stone_fades * per;
    lights.stone_here = slit_fades * per;
    lights.per_stone = inversesqrt(2.0 + 2.0 * dot(lights.stone, view));
#endif
#ifndef CLOSED
    with_blade(place, lights);
#endif
    return lights;
}

// How much a face takes of them: of the moon, of its highlight, of the slit, of the stone.
vec4 taken(vec3 n, Lights lights, float narrow) {
    float to_moon = dot(n, moon_way);
#ifdef DULL
    return vec4(max(to_moon, 0.0), 0.0, max(dot(n, lights.slit) + 0.32, 0.0), 0.0);
#else
    float raked = max(dot(n, lights.stone), 0.0);
    return vec4(max(to_moon, 0.0), glint((to_moon + dot(n, lights.view)) * lights.per_half, narrow),
        max(dot(n, lights.slit) + 0.32, 0.0), raked * raked);
#endif
}

vec3 lit(vec3 place, vec3 n, Lights lights, vec4 takes, vec3 tint, float mirror, float narrow, float sky, float sun) {
    vec3 dull = sky_glow * (sky * (0.62 + 0.48 * n.y - 0.20 * n.z)) + moon_glow * (sun * takes.x * 29.0);
    vec3 slit = slit_glow * (takes.z * lights.slit_here);
    dull += slit;
    vec3 bright = 0.02 * slit;
#ifndef DULL
    bright += moon_glow * (sun * takes.y * 0.75);
    vec3 ember = stone_glow * lights.stone_here;
    dull += ember * (takes.w * 0.24);
#if QUALITY > 0
    float near = dot(n, lights.stone + lights.view) * lights.per_stone;
    bright += ember * (takes.w * 0.00288 + glint(near, narrow) * 0.036);
#else
    bright += ember * (takes.w * 0.00288);
#endif
#endif

#ifdef CLOSED
    return tint * dull + mirror * bright;
#else
    const vec3 HUE = vec3(1.0, 1.025, 1.058);
    vec3 blade = slit_glow * HUE * lights.blade_here;
    float faces = max(dot(n.xz, lights.blade), 0.0) * 0.36;
    dull += blade * faces;
#ifdef DULL
    bright += blade * (0.035 * faces);
#else
    float level2 = dot(n.xz, n.xz), per = inversesqrt(level2);  // the line lights all heights equally
    bright += blade * (0.035 * faces + glint(dot(n.xz, lights.between) * per, narrow) * (0.08 + 0.08 * level2 * per));
#endif
    // dust in the blade of light, in front of everything
    return tint * dull + mirror * bright + slit_glow * HUE * lights.dust;
#endif
}

// Light through the air.
vec3 in_air(vec3 c, vec2 air) {
    return c * air.x + haze_glow * (1.0 - air.x) + moon_glow * air.y;
}
#endif
