// threshold: the door from close by. x across from where the leaves meet, y up, metres; faces look at negative z.
// pressed: the position of a point of the door while the silence presses: the frame leans in on us, the leaves swing
// away. Lights on it: a beam of the moon from the viewer's side, which the arch's edge cuts off from what stands back;
// the sky; the key's stone; what comes through under the door, and, once they part, between its leaves. lit: arguments:
// place, the way to the eye and normal (unit), the lights there, how much is taken of them, colour, how much it
// mirrors, how narrow its highlights are (0 dull to 1), how open it is to the sky and to the moon. Where a pixel holds
// faces of several normals, what is `taken` is the mean over them. weather_at: how much of the light of sky and moon is
// left at a place, then the air before it, all smooth enough to be interpolated; in_air: light through that. heartbeat:
// the part of the beat that has come this far from the lock. DULL: for what mirrors none of the small lights; CLOSED:
// no line of light yet. Needs frame.glsl. Cost: lit about 70 operations, 45 if CLOSED, 25 if DULL too; taken 25;
// weather_at 35, in_air 8, heartbeat a tap.
#include "arch.glsl"
const vec3 LOCK = vec3(0.0, 1.115, 0.0);  // m, as in dreamscape/places/door/opening.py
const float WAVE = 0.85;                  // m/s, of the heart's wave
const float SHARPER = QUALITY < 2 ? -0.4 : 0.8;  // levels of detail that carving is read finer than its pixels
const float FAR = 34.0;  // m, where the beam ends, so that the horizon is no edge in it
uniform float pressing;  // 0 .. 1
uniform float gap;       // m, from the middle line to each leaf
uniform vec4 beam;        // the plane in the middle of the moon's beam: unit normal, m from the origin
uniform float beam_half;  // m
uniform float haze;       // 1/m
uniform vec3 night;       // x, the moon's light and the sky's; how warm the moon's is, 0 to 1

vec2 bow(vec2 p) {  // slope of the bow below
    vec2 q = p - LOCK.xy - vec2(0.0, 0.5);
    float k = 1.0 / (1.0 + 0.6 * dot(vec2(0.14, 0.07), q * q));
    float swing = abs(p.x) < HALF_WIDE ? -sign(p.x) * gap * 1.2 : 0.0;
    return -pressing * vec2(0.28, 0.14) * q * k * k + vec2(swing, 0.0);
}

vec3 pressed(vec2 p) {
    vec2 q = p - LOCK.xy - vec2(0.0, 0.5);
    float far2 = dot(vec2(0.14, 0.07), q * q);
    float swing = max(HALF_WIDE - abs(p.x), 0.0) * gap * 1.2;
    return vec3(p, -pressing * far2 / (1.0 + 0.6 * far2) + swing);
}

// How much of the light from `far` m away comes through the haze, and how much of the moon's beam in it is added.
vec2 air(float far, vec3 ray) {
    float from_middle = dot(beam.xyz, frame.eye) - beam.w;
    float across = dot(beam.xyz, ray);
    across = abs(across) < 1e-3 ? 1e-3 : across;
    float mid = -from_middle / across, half_way = beam_half / abs(across);
    float until = min(far, FAR), first = clamp(mid - half_way, 0.0, until), last = clamp(mid + half_way, 0.0, until);
    return vec2(exp2(-1.4427 * haze * far), (last - first) * (1.0 - 0.75 * pressing) * haze * 0.065);
}

// How the eye sees a place: the way to the eye, unit, and how far that is, m.
vec4 seen_from(vec3 place) {
    vec3 to = frame.eye - place;
    float per = inversesqrt(dot(to, to));
    return vec4(to * per, 1.0 / per);
}

// How much of the light of the sky and of the moon is left at a place, then the air before it.
vec4 weather_at(vec3 place) {
    vec4 seen = seen_from(place);
    vec3 q = place - LOCK - vec3(0.0, 0.5, 0.0);
    float hush = (1.0 - 0.62 * pressing) / (1.0 + dot(q * q, vec3(1.0, 1.0, 0.3)) * (0.010 + 0.34 * pressing));
    return vec4(hush * night.y, hush, air(seen.w, -seen.xyz));
}

// How far a place is in the moon's beam.
float beamed(vec3 place) {
    float in_beam = clamp(2.2 - abs(dot(beam.xyz, place) - beam.w) * (2.2 / beam_half), 0.0, 1.0);
    return 0.05 + 0.95 * in_beam * in_beam * (3.0 - 2.0 * in_beam);
}

#ifdef FRAGMENT_STAGE
uniform sampler2D heart_trace;
uniform vec3 stone;       // m, the key's
uniform float glow;       // of the heart, in it
uniform vec3 moon;        // unit, towards it
uniform float polish;     // x, how bright bronze is

float heartbeat(vec2 p) {
    return texture(heart_trace, vec2(length(p - LOCK.xy) / (WAVE * 4.0), 0.5)).r;
}

float shine(vec3 n, vec3 half_way, float narrow) {
    float off = 1.0 - clamp(dot(n, half_way), 0.0, 1.0);
    float s = 1.0 / (1.0 + off * mix(8.0, 260.0, narrow));
    return s * s;
}

vec3 moonlight() {
    vec3 silver = frame.counter * 0.98 + frame.dominant * 0.30 + frame.light * 0.05;
    vec3 ivory = frame.counter * 0.36 + frame.dominant * 0.12 + frame.light * 0.52;
    return mix(silver, ivory, night.z) * night.x;
}

vec3 haze_light() {
    return (frame.dominant * 0.085 + frame.counter * 0.012) * ((1.0 - 0.70 * pressing) * night.y);
}

vec3 gold() {
    return frame.light * vec3(1.0, 0.80, 0.52);
}

// The lights at a place: ways to them, unit, and how near they are.
struct Lights {
    vec3 half_way;  // between the eye and the moon
    vec3 slit, stone;  // to the slit under the door, and the key's stone
    float slit2, stone2;  // m^2
};

Lights lights_at(vec3 place, vec3 view) {
    vec3 slit = vec3(-sign(place.x) * max(abs(place.x) - HALF_WIDE, 0.0), 0.012 - place.y, -place.z);
    float slit2 = dot(slit, slit) + 1e-4;
#ifdef DULL
    return Lights(view, slit * inversesqrt(slit2), view, slit2, 1.0);
#else
    vec3 to = stone - place;
    float stone2 = dot(to, to);
    return Lights(normalize(moon + view), slit * inversesqrt(slit2), to * inversesqrt(stone2), slit2, stone2);
#endif
}

// How much a face takes of them: of the moon, of its highlight, of the slit, of the stone.
vec4 taken(vec3 n, Lights lights, float narrow) {
#ifdef DULL
    return vec4(max(dot(n, moon), 0.0), 0.0, max(dot(n, lights.slit) + 0.32, 0.0), 0.0);
#else
    float raked = max(dot(n, lights.stone), 0.0);
    return vec4(max(dot(n, moon), 0.0), shine(n, lights.half_way, narrow), max(dot(n, lights.slit) + 0.32, 0.0),
        raked * raked);
#endif
}

vec3 lit(vec3 place, vec3 view, vec3 n, Lights lights, vec4 takes, vec3 tint, float mirror, float narrow, float sky,
    float sun) {
    vec3 c = (frame.dominant * 0.64 + frame.counter * 0.136) * tint * (sky * (0.62 + 0.48 * n.y - 0.20 * n.z));
    c += moonlight() * sun * (tint * (takes.x * 29.0) + mirror * takes.y * 0.75);

#ifndef DULL
    vec3 ember = (frame.light * 0.7 + vec3(0.36, 0.14, 0.02)) * ((0.30 + 1.15 * glow)
        / ((0.05 + lights.stone2) * (1.0 + 0.45 * lights.stone2)));
    vec3 of_stone = (tint + 0.012 * mirror) * takes.w * 0.24;
#if QUALITY > 0
    of_stone += mirror * shine(n, normalize(lights.stone + view), narrow) * 0.036;
#endif
    c += ember * of_stone;
#endif

    float under = takes.z * (1.5 + 5.0 * gap) / ((0.03 + lights.slit2) * (1.0 + 0.35 * lights.slit2));
    c += gold() * (tint + 0.02 * mirror) * under;

#ifndef CLOSED
    float a = max(abs(place.x) - gap, 0.0);
    float open = min(gap * 60.0, 1.0) * (0.55 + 6.0 * gap);
    vec3 side = normalize(vec3(-sign(place.x) * (a + 0.012), 0.0, -0.028 - 0.13 * a));
    vec3 blade = frame.light * vec3(1.0, 0.82, 0.55) * (open / (0.10 + a * 1.6 + a * a * 3.0));
    c += blade * (tint + 0.035 * mirror) * (max(dot(n, side), 0.0) * 0.36);
#ifndef DULL
    vec3 bisect = normalize(side + vec3(view.x, 0.0, view.z));
    vec3 flat_n = normalize(vec3(n.x, 0.0, n.z - 1e-4));  // the line lights all heights equally
    c += blade * (mirror * shine(flat_n, bisect, narrow) * (0.5 + 0.5 * dot(n, flat_n)) * 0.16);
#endif
    // dust in the blade of light, in front of everything
    c += blade * ((0.5 + 0.5 * gap * 20.0) * 0.028 / (1.0 + 60.0 * a * a));
#endif
    return c;
}

// Light through the air.
vec3 in_air(vec3 c, vec2 air) {
    return c * air.x + haze_light() * (1.0 - air.x) + moonlight() * air.y;
}
#endif
