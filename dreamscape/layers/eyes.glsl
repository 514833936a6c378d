// The eyes: each cell of the mosaic is a piece of a face with one eye in it, drawn in the eye's own units: x -1 at the
// inner corner to 1 at the outer one, y up. The skin is one from cell to cell: its normals come from PORTRAIT, the
// other program of this file, and bulge over each eye; a film of water lies on it. Cost: paid only within the cells, a
// quarter of the picture, 10 ms at 960x540 on two cores.
#include "frame.glsl"
#include "touch.glsl"
#include "fall.glsl"
#include "perlin.glsl"
#include "sine.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py
#ifdef PORTRAIT
#include "portrait.glsl"
#else

#include "face_light.glsl"

#ifdef VERTEX_STAGE
uniform sampler2D looks;  // a row an eye, see dreamscape/places/face/eyes.py
uniform vec3 flesh;       // the colour of the face's own skin
uniform vec3 gloss;       // half way between the light and who looks
uniform vec2 seam;        // across the seam of the mirrored sky
uniform float likeness;
in vec2 corner;
in float inner;
in float depth;
in float cell;
out vec2 at;          // eye's units
out vec2 where;       // in the portrait
out float within;     // 1 in the middle of the cell, 0 at its edge
out float come;       // how far the skin has come out of the dark, 0 to 1
out float gold;       // how brightly it runs in the seams, 0 to 1
out float whole;      // 1 where the face has no holes, mouth and nostrils too, 0 away from there
flat out vec2 thread; // of gold in a seam: how many it is from the middle of the cell to its edge, how much of a pixel
flat out float px;    // a pixel in the eye's units
flat out float age;
flat out vec3 own_tone, theirs, moon_tone;  // of the face's skin; what a stranger's differs by; of skin in the moon
flat out vec3 gloss_way, gloss_light, left_sky, right_sky;
flat out vec2 seam_way;
flat out vec4 lids;
flat out vec4 crease;
flat out vec4 make;
flat out vec4 place;
flat out float open;
flat out vec2 axis;   // cosine and sine of the eye's tilt
flat out vec3 fine;   // 1 / width of the three finest lines, in the eye's units

// The light that the film of water mirrors.
void set_gloss() {
    gloss_way = gloss;
    gloss_light = frame.light * glow * brightness;
    seam_way = seam;
    left_sky = (frame.dominant + frame.counter * 0.3) * brightness;
    right_sky = (frame.other * 0.8 + frame.dominant * 0.3) * brightness;
}

// The face's own skin and a stranger's, both as flushed as that is.
void set_tones(vec3 stranger, float flushed) {
    vec3 flush = mix(vec3(1.0), vec3(1.25, 0.62, 0.60), 0.16 * flushed);
    own_tone = flesh * flush + vec3(0.03, 0.0, 0.004) * (0.16 * flushed);
    theirs = (stranger * (0.35 + 1.15 * stranger.r) - flesh) * flush * (1.0 - likeness);
    moon_tone = frame.light * 0.75 + frame.dominant * 0.55;
}

void main() {
    int row = int(cell);
    vec4 spot = texelFetch(looks, ivec2(0, row), 0);
    vec4 skin = texelFetch(looks, ivec2(1, row), 0);
    age = skin.a;
    lids = texelFetch(looks, ivec2(4, row), 0);
    crease = texelFetch(looks, ivec2(5, row), 0);
    make = texelFetch(looks, ivec2(6, row), 0);
    place = texelFetch(looks, ivec2(7, row), 0);
    open = texelFetch(looks, ivec2(8, row), 0).x;
    float here = texelFetch(looks, ivec2(9, row), 0).x;
    vec2 d = (corner - spot.xy) / spot.z;
    axis = vec2(cos(spot.w), sin(spot.w));
    at = vec2(axis.x * d.x + axis.y * d.y, axis.x * d.y - axis.y * d.x) * vec2(-make.x, 1.0);
    where = 0.5 + 0.5 * corner / FIELD;
    within = inner;
    float far = length(vec2(corner.x, 0.75 * (corner.y - 0.1)));
    come = mix(smoothstep(0.0, 2.8, frame.act_time - 1.1 - 1.9 * far), here, place.w);
    vec2 core = (corner - vec2(0.0, -0.198)) / vec2(0.30, 0.52) * 0.5;
    whole = fall(0.6, 1.0, dot(core, core)) * (1.0 - place.w);
    float from = length((where - vec2(0.5, 0.53)) * FIELD * 2.0);
    float pulse = sine(from * 7.0 - frame.act_time * 1.9 + place.z * 2.0);
    gold = smoothstep(0.0, 0.5, (frame.act_time - 10.5) * 0.16 - from) * (0.05 + 0.18 * pulse * pulse * pulse * pulse)
        * (0.4 + frame.connection);
    float metre = frame.pixel * abs(frame.eye.z);  // of a pixel on the water
    float wide = 0.0016 / metre, seen = max(wide, 0.8);  // px
    thread = vec2(depth / metre, wide) / seen;
    px = metre / spot.z;
    set_face_light();
    set_adrift(place.w);
    set_gloss();
    set_tones(skin.rgb, place.z);
    fine = 1.0 / max(vec3(0.035, 0.030, 0.028), 0.9 * px);
    gl_Position = frame.view_projection * vec4(corner, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D portrait;  // normal x and y, openness to the light, inside and lips
uniform sampler2D film;      // slope x and y of the water, its depth, and the skin's grain; see film.glsl
in vec2 at;
in vec2 where;
in float within;
in float come;
in float gold;
in float whole;
flat in vec2 thread;
flat in float px;
flat in float age;
flat in vec3 own_tone, theirs, moon_tone;
flat in vec3 gloss_way, gloss_light, left_sky, right_sky;
flat in vec2 seam_way;
flat in vec4 lids;
flat in vec4 crease;
flat in vec4 make;
flat in vec4 place;
flat in float open;
flat in vec2 axis;
flat in vec3 fine;
out vec4 colour;
const float SEAM = 0.025 / 1.025;  // `within` where two cells meet: they reach over each other

#include "lids.glsl"
#include "mosaic_roots.glsl"

// What is seen of the skin at a point: its normal, how open it is to the light, whose it is, and the light on it.
struct Skin {
    vec3 normal;
    float open, lips;
    float own;  // 1 around the eye, 0 at the cell's edge
    vec3 shine;
};

// The face's skin, which bulges over the eye.
Skin skin_at(vec2 q, vec4 face, float adrift, Lids lid) {
    Skin s;
    vec2 off = vec2(q.x, lid.y - 0.04);
    s.own = smoothstep(0.03, 0.45, within) * fall(1.0, 3.2, dot(off, off * vec2(1.0, 2.0)));
    s.open = mix(face.z, 0.8, adrift);
    s.lips = clamp(face.a - 1.0, 0.0, 1.0);
    float bell = 1.0 / (1.0 + 1.1 * off.x * off.x + 2.6 * off.y * off.y);
    vec2 slope = -bell * bell * vec2(2.2, 5.2) * off * 0.22 * s.own;
    vec2 bulge = vec2(axis.x * -make.x * slope.x - axis.y * slope.y, axis.y * -make.x * slope.x + axis.x * slope.y);
    vec2 lean = face.xy * (1.0 - adrift) - bulge;
    s.normal = vec3(lean, sqrt(max(1.0 - dot(face.xy, face.xy), 0.02)));
    s.normal *= inversesqrt(dot(s.normal, s.normal));
    s.shine = light_on(s.normal, s.open);
    return s;
}

// A dark line as `line` has it, of which 1 / width is known.
float drawn(float off, float wide, float inverse) {
    float x = off * inverse;
    x *= x;
    return wide * inverse / (1.0 + x * x);
}

// The skin with its folds, wrinkles and freckles.
vec3 flesh_of(vec2 q, int number, float open, Lids lid, Skin s, float grain) {
    float fold = lid.upper * 0.35 + lid.highest * 0.65 + crease.y * (0.55 + 0.45 * lid.arc) * mix(0.55, 1.0, open);
    float socket = 1.0 / (1.0 + 3.0 * (q.x + 1.0) * (q.x + 1.0) + 6.0 * (lid.y - 0.28) * (lid.y - 0.28));
    socket *= socket;
    float under = lid.lower - 0.16 - 0.10 * age;
    float bag = (lid.y - under) * 10.0;
    float relief = 1.0 - 0.30 * socket + (0.08 + 0.25 * age) * bag / (1.0 + bag * bag * bag * bag);
    relief *= 1.0 - 0.62 * crease.x * drawn(lid.y - fold - 0.03 * q.x, 0.035, fine.x) * fall(0.7, 1.25, abs(q.x));
    vec2 corner = vec2(q.x - 0.72, lid.y - 0.02);
    float lines = abs(fract(corner.y / max(corner.x + 0.30, 0.08) * 1.7 + 0.27 * float(number & 3)) - 0.5) * 2.0;
    float fan = smoothstep(0.05, 0.25, corner.x) * fall(0.40, 0.80, corner.x + abs(corner.y)) * (1.0 - lid.ball);
    float crow = fall(0.0, 0.34 + 6.0 * px, lines) * fan * (1.2 * max(age - 0.4, 0.0) + 0.4 * lids.w * age);
    float furrow = drawn(lid.y - under + 0.14 + 0.05 * lid.w, 0.030, fine.y)
        + 0.8 * drawn(lid.y - fold - 0.11 - 0.05 * lid.w, 0.028, fine.z);
    relief *= 1.0 - 0.6 * min(crow, 1.0) - 0.6 * furrow * max(age - 0.5, 0.0) * fall(0.6, 1.25, abs(q.x - 0.1));
    relief = mix(1.0, relief, s.own);

    vec3 tone = own_tone + theirs * s.own;
    tone *= 1.0 - vec3(0.20, 0.34, 0.40) * smoothstep(0.22, 0.45, grain) * step(0.72, place.z) * s.own;  // freckles
    tone *= 1.0 + 0.10 * grain;
    vec3 moonlit = dot(tone, vec3(0.3, 0.5, 0.2)) * moon_tone;
    tone = mix(tone, moonlit, 0.22) * 0.85;
    tone = mix(tone, vec3(0.36, 0.115, 0.110) * (0.55 + 0.8 * tone.r), 0.75 * s.lips);
    return tone * relief * s.shine;
}

// The film of water on the skin: the light in it, and the two halves of the sky where it turns away.
vec3 film_of(Skin s, vec4 water) {
    vec3 n = s.normal - vec3(water.xy, 0.0);
    n *= inversesqrt(dot(n, n));
    float d = clamp(dot(s.normal, gloss_way), 0.0, 1.0);
    float wide = d * d;
    wide *= wide;
    wide *= wide * wide;  // to the 12th
    float sharp = clamp(dot(n, gloss_way), 0.0, 1.0);
    sharp *= sharp;
    sharp *= sharp;
    sharp *= sharp;
    sharp *= sharp;
    sharp *= sharp;
    sharp *= sharp;  // to the 64th
    float away = 1.0 - n.z;
    float fresnel = 0.03 + away * away * 0.6;
    vec3 sky = mix(left_sky, right_sky, smoothstep(-0.4, 0.4, dot(n.xy, seam_way)));
    return gloss_light * ((0.06 * wide + 0.52 * sharp * sharp) * s.open) + sky * (fresnel * s.open * s.open);
}

// The seam between two cells: gold runs in it.
vec3 with_seam(vec3 c, float inside_face) {
    float off = (within - SEAM) * thread.x;
    float seam = thread.y / (1.0 + off * off * off * off);
    c += vec3(1.0, 0.62, 0.20) * (seam * gold * inside_face * inside_face);
    if (touched) {  // skin lights, and the gold between runs
        float felt = felt_at(in_view(vec3((where * 2.0 - 1.0) * FIELD, 0.0) - frame.eye));
        c *= 1.0 + 0.45 * felt;
        c += vec3(1.0, 0.62, 0.20) * seam * felt * 0.55 * inside_face;
    }
    return c;
}

void main() {
    vec2 q = at;
    int number = int(make.w) * 2 + int(make.x > 0.0);
    // around the face's own eyes flattened: their lids are drawn, not the mesh's
    float near = fall(0.95, 1.65, length(q * vec2(1.0, 1.7))) * step(make.w, 0.5) * smoothstep(0.08, 0.40, within);
    vec4 face = from_portrait(texture(portrait, where));
    face = mix(face, vec4(face.xy * 0.4 + key_way.xy * 0.22, 0.95, 1.0), near);
    vec4 water = texture(film, where) - vec4(0.5, 0.5, 0.0, 0.5);
    float adrift = place.w;  // a cell beside the face has a light of its own
    float inside_face = max(min(face.a, 1.0), whole);
    float grain = 2.0 * water.a * clamp(1.4 - 18.0 * px, 0.0, 1.0);

    Lids lid = lids_at(q, open);
    Skin s = skin_at(q, face, adrift, lid);
    vec3 c = flesh_of(q, number, open, lid, s, grain);
    c = with_brow(c, q, age, s.shine * s.own);
    water.xy *= 2.0 - 2.0 * adrift;
    c *= 1.0 + 1.1 * dot(water.xy, key_way.xy);  // light gathers on a drop's far side
    c += film_of(s, water);

    c = with_seam(c, inside_face);

    float alpha = mix(inside_face, 0.55 * smoothstep(0.0, 0.75, within), adrift) * come;
    colour = vec4(in_roots(max(c, 0.0) * alpha), alpha);
}
#endif
#endif
