// eyeball: the eye of each cell, over its skin: eyeball, lashes and tear, in the eye's own units. A strip of columns
// that follows the lids, an instance an eye. Cost: 3 ms at 960x540 on two cores.
#include "frame.glsl"
#include "touch.glsl"
#include "fall.glsl"
#include "sine.glsl"
#include "hash.glsl"
#include "face_light.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py
#ifdef VERTEX_STAGE
#define PASSED out
#else
#define PASSED in
#endif
PASSED vec2 at;
PASSED vec2 where;         // in the portrait
PASSED vec3 shine;         // the light on it
PASSED vec3 skin;          // about what is seen of the skin that it lies on, wet
PASSED float inside_face;
flat PASSED float px;      // a pixel in the eye's units
flat PASSED float age;
flat PASSED vec4 outside;  // the looks, see dreamscape/places/face/eyes.py
flat PASSED vec4 inside;
flat PASSED vec4 lids;
flat PASSED vec4 crease;
flat PASSED vec4 make;
flat PASSED vec4 place;
flat PASSED vec4 now;
flat PASSED vec4 wet;
flat PASSED vec3 light, tear_light, left_sky, right_sky;
flat PASSED float iris_glow;
#include "lids.glsl"

#ifdef VERTEX_STAGE
uniform sampler2D looks;     // a row an eye
uniform sampler2D portrait;  // normal x and y, openness to the light, inside and lips
in vec2 column;              // x in the eye's units; 0 below, 1 above
uniform float warmth;
uniform vec3 flesh;      // the colour of the face's own skin
uniform float likeness;
uniform vec3 gloss;       // half way between the light and who looks
uniform vec2 seam;        // across the seam of the mirrored sky

void main() {
    int row = gl_InstanceID;
    vec4 spot = texelFetch(looks, ivec2(0, row), 0);
    vec4 stranger = texelFetch(looks, ivec2(1, row), 0);
    age = stranger.a;
    outside = texelFetch(looks, ivec2(2, row), 0);
    inside = texelFetch(looks, ivec2(3, row), 0);
    lids = texelFetch(looks, ivec2(4, row), 0);
    crease = texelFetch(looks, ivec2(5, row), 0);
    make = texelFetch(looks, ivec2(6, row), 0);
    place = texelFetch(looks, ivec2(7, row), 0);
    now = texelFetch(looks, ivec2(8, row), 0);
    wet = texelFetch(looks, ivec2(9, row), 0);
    px = frame.pixel * abs(frame.eye.z) / spot.z;
    Lids lid = lids_at(vec2(column.x, 0.0), now.x);
    float above = lid.upper + 0.09 + 0.26 * make.y * now.x + px;
    float tear = (0.14 + 0.80 * wet.z) * step(0.4, wet.y) * step(abs(column.x), 0.7);
    float below = min(lid.lower - 0.03 - 0.14 * make.y, lid.upper - 0.20 * (1.0 - now.x)) - tear - px;
    at = vec2(column.x, mix(below, above, column.y) + lids.z * column.x);
    vec2 turned = vec2(-make.x * at.x, at.y);
    vec2 axis = vec2(cos(spot.w), sin(spot.w));
    vec2 corner = spot.xy + spot.z * vec2(axis.x * turned.x - axis.y * turned.y, axis.y * turned.x + axis.x * turned.y);
    where = 0.5 + 0.5 * corner / FIELD;
    vec4 face = from_portrait(textureLod(portrait, where, 0.0));
    face = mix(face, vec4(face.xy * 0.4 + key.xy * 0.22, 0.95, 1.0), step(make.w, 0.5));  // the face's own
    set_face_light();
    set_adrift(place.w);
    vec3 normal = vec3(face.xy, sqrt(max(1.0 - dot(face.xy, face.xy), 0.02)));
    shine = light_on(normal, face.z);
    float come = smoothstep(0.0, 2.8, frame.act_time - 1.1 - 1.9 * length(vec2(corner.x, 0.75 * (corner.y - 0.1))));
    inside_face = mix(min(face.a, 1.0) * come, 0.55 * wet.x, place.w);
    light = frame.light;
    tear_light = (frame.light + frame.dominant) * 0.22;
    left_sky = frame.dominant * 1.5 + frame.counter * 0.25;
    right_sky = frame.other * 1.1 + frame.light * 0.15;
    iris_glow = 0.15 * warmth;
    skin = shine * mix(stranger.rgb * (0.35 + 1.15 * stranger.r), flesh, likeness);
    float glossy = pow(clamp(dot(normal, gloss), 0.0, 1.0), 12.0), away = 1.0 - normal.z;
    skin += light * glow * (0.10 * brightness * face.z * glossy);
    skin += mix(left_sky, right_sky, smoothstep(-0.4, 0.4, dot(normal.xy, seam)))
        * (brightness * face.z * face.z * (0.02 + 0.5 * away * away));
    gl_Position = frame.view_projection * vec4(corner, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "iris.glsl"
#include "mosaic_roots.glsl"
out vec4 colour;

// The lid's edge and the lashes over `c`, premultiplied; they hang down when it is shut.
vec4 with_lashes(vec4 c, vec2 q, float open, Lids lid) {
    float edge = 0.80 * line(lid.y - lid.upper, 0.035) * fall(0.95, 1.10, abs(q.x));
    c = vec4(c.rgb * (1.0 - edge), c.a + (1.0 - c.a) * edge);
    float rise = mix(-0.17, 0.24, open) * make.y * (0.55 + 0.45 * smoothstep(-1.0, 0.9, q.x));
    float t = (lid.y - lid.upper) / rise;
    float spread = q.x - (0.20 * q.x + 0.06) * clamp(t, 0.0, 1.0) * (1.0 + t);
    float lash = hairs(spread + 0.07 * place.z, 12.0, 0.55 * (1.0 - clamp(t, 0.0, 1.0)));
    lash *= step(0.0, t) * fall(0.75, 1.0, t) * fall(0.90, 1.08, abs(spread));
    float t2 = (lid.lower - lid.y) / (0.11 * make.y);
    float lash2 = hairs(q.x - 0.12 * q.x * clamp(t2, 0.0, 1.0), 7.0, 0.40 * (1.0 - clamp(t2, 0.0, 1.0)));
    lash2 *= step(0.0, t2) * fall(0.7, 1.0, t2) * fall(0.8, 1.0, abs(q.x)) * open;
    float dark = clamp(lash * 0.75 + lash2 * 0.35, 0.0, 1.0);
    return c * (1.0 - dark) + vec4(0.006, 0.005, 0.010, 1.0) * dark;
}

// A tear over `c`, premultiplied: full at the lid, then a bead that runs. It bends the light behind it.
vec4 with_tear(vec4 c, vec2 q, Lids lid) {
    vec2 bead = vec2(q.x + 0.12, lid.y - (-lids.y * 1.15 + 0.06 - wet.z * 0.75));
    bead.y *= 1.0 - 0.25 * step(0.0, bead.y);
    float full = 0.13 * smoothstep(0.45, 1.0, wet.y) + 1e-3;
    float drop = 1.0 - dot(bead, bead) / (full * full);
    float body = smoothstep(0.0, 0.25 + px / full, drop) * step(0.02, full);
    vec2 n = bead / full;
    float glint = fall(0.15, 0.45, length(n - vec2(-0.35, 0.38)));
    float dark = body * clamp(0.30 + 0.45 * n.y, 0.0, 0.6);
    vec3 shines = tear_light * fall(-0.9, 0.1, n.y) + light * (glint * 1.2);
    return vec4(c.rgb * (1.0 - dark) + shines * body, c.a + (1.0 - c.a) * dark);
}

// The eyeball, wet; `round_it` is 1 on the iris, `gaze` where it looks, `felt` what it feels of a hand.
void eyeball(vec2 q, float age, int number, Lids lid, vec3 shine, out vec2 gaze, out float felt, out float round_it,
    out vec3 see) {
    gaze = vec2(now.y * -make.x * 0.46, now.z * 0.24 + 0.02);
    float size = make.z;
    vec2 d = (vec2(q.x, lid.y) - gaze) / (size * vec2(1.0 - 0.12 * abs(now.y), 1.0 - 0.08 * abs(now.z)));
    float r = length(d);
    float foot = px / size;
    felt = touched ? felt_at(in_view(vec3((where * 2.0 - 1.0) * FIELD, 0.0) - frame.eye)) : 0.0;
    float pupil = clamp(outside.a * now.w * (1.0 + 0.30 * min(felt, 1.0)), 0.2, 0.72);
    vec3 white = mix(vec3(0.42, 0.43, 0.48), vec3(0.43, 0.37, 0.30), 0.45 * age) * (1.0 - 0.50 * q.x * q.x);
    white = mix(white, vec3(0.52, 0.17, 0.14), smoothstep(0.55, 1.05, abs(q.x)) * (0.30 + 0.40 * wet.y));
    white = mix(white, vec3(0.46, 0.16, 0.13), fall(-0.97, -0.80, q.x));
    vec3 ring = iris(vec2(d.x * -make.x, d.y), outside.rgb, inside.rgb, pupil, inside.a, number, foot);
    round_it = fall(1.0 - max(foot, 0.05), 1.0 + max(foot, 0.05), r);
    see = mix(white * shine, ring * (shine * 0.85 + iris_glow), round_it);
    float lash_shade = fall(0.0, 0.30, lid.upper - lid.y) * 0.72 + fall(0.0, 0.10, lid.y - lid.lower) * 0.25;
    see *= 1.0 - lash_shade;
    float brim = line(lid.y - lid.lower - 0.020 - 0.04 * wet.y, 0.016 + 0.030 * wet.y) * smoothstep(0.0, 0.5, lid.w);
    brim *= smoothstep(0.1, 0.5, now.x);
    see += light * (brim * (0.10 + 0.34 * wet.y)) * (0.20 + shine);
}

// The window in the wet of the eye: the sky's two halves and the seam between them.
vec3 with_window(vec3 see, vec2 q, float lit, Lids lid, vec2 gaze) {
    vec2 h = vec2((q.x - gaze.x) * -make.x, lid.y - gaze.y) - vec2(-0.13, 0.15);
    float bent = h.x + 0.25 * h.y + 0.5 * h.y * h.y;
    vec2 oval = h * vec2(1.0, 1.12);  // as round as the cornea that bends it
    float far2 = dot(oval, oval);
    float pane = fall(0.006, 0.017 + 0.25 * px, far2) / (1.0 + 6.0 * px);  // as much light in any picture
    vec3 sky = mix(left_sky, right_sky, smoothstep(-0.06, 0.06, bent));
    float seam = line(bent, 0.020) * pane * pane;
    float small = 1.0 / (1.0 + 9.0 * px);
    float second = fall(0.02, 0.055 + px, length(h - vec2(0.27, -0.33))) * small * small;
    float heart_of = fall(0.0, 0.007 + 0.15 * px, far2) / (1.0 + 6.0 * px);
    vec3 window = sky * pane * 0.95 + light * (0.80 * seam + 0.34 * heart_of * pane + 0.10 * second);
    return see + window * (0.45 + 0.9 * lit);
}

void main() {
    vec2 q = at;
    Lids lid = lids_at(q, now.x);
    vec2 gaze;
    float felt, round_it;
    vec3 see;
    eyeball(q, age, int(make.w) * 2 + int(make.x > 0.0), lid, shine, gaze, felt, round_it, see);
    see = with_window(see, q, dot(shine, vec3(0.3, 0.5, 0.2)), lid, gaze);
    vec4 c = vec4(max(see, 0.0), 1.0) * lid.ball;
    c = with_lashes(c, q, now.x, lid);
    c = with_tear(c, q, lid);
    c.rgb *= 1.0 + (0.45 + 1.1 * lid.ball * round_it) * felt;
    c *= inside_face;
    float left = 1.0 - c.a;
    vec3 behind = skin * (inside_face * left) + 1e-6;  // what is blended are roots
    colour = vec4(in_roots(c.rgb + behind) - in_roots(behind), 1.0 - sqrt(left));
}
#endif
