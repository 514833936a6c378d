// threshold: the door from close by. x across from where the leaves meet, y up, metres; faces look at negative z.
// pressed: the position of a point of the door while the silence presses: the frame leans in on us, the leaves swing
// away. weather_at: how much of the light of sky and moon is left at a place, then the air before it, all smooth enough
// to be interpolated; beamed: how far a place is in the moon's beam. moonlight, haze_light, gold: colours that hold for
// the whole picture. SENT: the vertex stage sends what is read here, by send_air, as a software rasteriser reads each
// uniform for each pixel by itself. Needs frame.glsl. Cost: weather_at 35 operations, beamed 10, colours 5 to 15.
#include "arch.glsl"
const vec3 LOCK = vec3(0.0, 1.115, 0.0);  // m, as in dreamscape/places/door/opening.py
const float FAR = 34.0;  // m, where the beam ends, so that the horizon is no edge in it
uniform float pressing;  // 0 .. 1
uniform float gap;       // m, from the middle line to each leaf
uniform vec4 beam;        // the plane in the middle of the moon's beam: unit normal, m from the origin
uniform float beam_half;  // m
uniform float haze;       // 1/m
uniform vec3 night;       // x, the moon's light and the sky's; how warm the moon's is, 0 to 1
uniform vec3 moon;        // unit, towards it
uniform vec3 stone;       // m, the key's
uniform float glow;       // of the heart, in that
uniform float polish;     // x, how bright bronze is

#if defined(SENT) && defined(FRAGMENT_STAGE)
flat in vec3 eye_at;
flat in vec4 beam_at, air_here;
#define EYE eye_at
#define BEAM beam_at
#define AIR air_here
#else
#define EYE frame.eye
#define BEAM beam
#define AIR vec4(beam_half, haze, pressing, night.y)
#endif
#if defined(SENT) && defined(VERTEX_STAGE)
flat out vec3 eye_at;
flat out vec4 beam_at, air_here;

void send_air() {
    eye_at = EYE;
    beam_at = BEAM;
    air_here = AIR;
}
#endif

vec2 bow(vec2 p) {  // slope of the bow below, without how the leaves swing
    vec2 q = p - LOCK.xy - vec2(0.0, 0.5);
    float k = 1.0 / (1.0 + 0.6 * dot(vec2(0.14, 0.07), q * q));
    return -pressing * vec2(0.28, 0.14) * q * k * k;
}

vec3 pressed(vec2 p) {
    vec2 q = p - LOCK.xy - vec2(0.0, 0.5);
    float far2 = dot(vec2(0.14, 0.07), q * q);
    float swing = max(HALF_WIDE - abs(p.x), 0.0) * gap * 1.2;
    return vec3(p, -pressing * far2 / (1.0 + 0.6 * far2) + swing);
}

// How much of the light from `far` m away comes through the haze, and how much of the moon's beam in it is added.
vec2 air(float far, vec3 ray) {
    float from_middle = dot(BEAM.xyz, EYE) - BEAM.w;
    float across = dot(BEAM.xyz, ray);
    across = abs(across) < 1e-3 ? 1e-3 : across;
    float mid = -from_middle / across, half_way = AIR.x / abs(across);
    float until = min(far, FAR), first = clamp(mid - half_way, 0.0, until), last = clamp(mid + half_way, 0.0, until);
    return vec2(exp2(-1.4427 * AIR.y * far), (last - first) * (1.0 - 0.75 * AIR.z) * AIR.y * 0.065);
}

// How the eye sees a place: the way to the eye, unit, and how far that is, m.
vec4 seen_from(vec3 place) {
    vec3 to = EYE - place;
    float per = inversesqrt(dot(to, to));
    return vec4(to * per, 1.0 / per);
}

// How much of the light of the sky and of the moon is left at a place, then the air before it.
vec4 weather_at(vec3 place) {
    vec4 seen = seen_from(place);
    vec3 q = place - LOCK - vec3(0.0, 0.5, 0.0);
    float hush = (1.0 - 0.62 * AIR.z) / (1.0 + dot(q * q, vec3(1.0, 1.0, 0.3)) * (0.010 + 0.34 * AIR.z));
    return vec4(hush * AIR.w, hush, air(seen.w, -seen.xyz));
}

// How far a place is in the moon's beam.
float beamed(vec3 place) {
    float in_beam = clamp(2.2 - abs(dot(BEAM.xyz, place) - BEAM.w) * (2.2 / AIR.x), 0.0, 1.0);
    return 0.05 + 0.95 * in_beam * in_beam * (3.0 - 2.0 * in_beam);
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
