// The eyes: each cell of the mosaic is a piece of a face with one eye in it, drawn in the eye's own units: x -1 at the
// inner corner to 1 at the outer one, y up. Lids are parabolas between the corners; all lines are as wide as a pixel at
// least, and fade where they would be finer. Cost: paid only within the cells, a quarter of the picture,
// 10 ms at 960x540 on two cores.
#include "frame.glsl"
#include "touch.glsl"
#include "fall.glsl"
#include "perlin.glsl"
#include "sine.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py

#ifdef VERTEX_STAGE
uniform sampler2D looks;  // a row an eye, see dreamscape/places/face/eyes.py
in vec2 corner;
in float inner;
in float depth;
in float cell;
out vec2 at;          // eye's units
out vec2 where;       // in the portrait
out float within;     // 1 in the middle of the cell, 0 at its edge
flat out float reach; // px from the middle to the edge
flat out float metre; // of a pixel on the water
flat out float px;    // a pixel in the eye's units
flat out vec4 skin;   // colour, age
flat out vec4 outside;
flat out vec4 inside;
flat out vec4 lids;
flat out vec4 crease;
flat out vec4 make;
flat out vec4 place;
flat out vec4 now;
flat out vec4 wet;

void main() {
    int row = int(cell);
    vec4 spot = texelFetch(looks, ivec2(0, row), 0);
    skin = texelFetch(looks, ivec2(1, row), 0);
    outside = texelFetch(looks, ivec2(2, row), 0);
    inside = texelFetch(looks, ivec2(3, row), 0);
    lids = texelFetch(looks, ivec2(4, row), 0);
    crease = texelFetch(looks, ivec2(5, row), 0);
    make = texelFetch(looks, ivec2(6, row), 0);
    place = texelFetch(looks, ivec2(7, row), 0);
    now = texelFetch(looks, ivec2(8, row), 0);
    wet = texelFetch(looks, ivec2(9, row), 0);
    vec2 d = (corner - spot.xy) / spot.z;
    float c = cos(spot.w), s = sin(spot.w);
    at = vec2(c * d.x + s * d.y, c * d.y - s * d.x) * vec2(-make.x, 1.0);
    where = 0.5 + 0.5 * corner / FIELD;
    within = inner;
    metre = frame.pixel * abs(frame.eye.z);
    reach = depth / metre;
    px = metre / spot.z;
    gl_Position = frame.view_projection * vec4(corner, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "iris.glsl"
uniform sampler2D portrait;  // key, fill, lips, inside
uniform float brightness;
uniform float likeness;
uniform float warmth;
in vec2 at;
in vec2 where;
in float within;
flat in float reach;
flat in float metre;
flat in float px;
flat in vec4 skin;
flat in vec4 outside;
flat in vec4 inside;
flat in vec4 lids;
flat in vec4 crease;
flat in vec4 make;
flat in vec4 place;
flat in vec4 now;
flat in vec4 wet;
out vec4 colour;

// A dark line: 1 on it, 0 away from it; `wide` in the eye's units, never less than a pixel but then fainter.
float line(float off, float wide) {
    float w = max(wide, px * 0.9);
    float x = off / w;
    return (wide / w) / (1.0 + x * x * x * x);
}

// A comb of hairs along x: `many` in a unit of x, each as wide as `part` of its cell; grey where they are too fine.
float hairs(float x, float many, float part) {
    float f = abs(fract(x * many) - 0.5) * 2.0;
    float soft = many * px * 2.0;
    float sharp = fall(part - soft - 0.02, part + soft, f);
    return mix(sharp, part, smoothstep(0.5, 1.1, soft));
}

// The lids at a point of an eye.
struct Lids {
    float w, arc;  // parabolas between the corners, 0 there and 1 in the middle
    float y;  // up, in the eye's tilt
    float lower, highest, upper;  // where the lids stand; the upper one wide open and now
    float ball;  // 1 where the eyeball is seen
};

// The lids at a point `q`; `open` 0 shut to 1.
Lids lids_at(vec2 q, float open) {
    Lids lid;
    lid.w = max(1.0 - q.x * q.x, 0.0);
    lid.arc = lid.w * (1.32 - 0.32 * lid.w);
    lid.y = q.y - lids.z * q.x;
    lid.lower = -lids.y * lid.arc * (1.0 + 0.22 * q.x) * (1.0 - 0.45 * lids.w);
    lid.highest = lids.x * lid.arc * (1.0 - 0.20 * q.x);
    float shut = lid.lower * 0.72;
    lid.upper = mix(shut, lid.highest, open);
    lid.lower = mix(shut, lid.lower, min(open * 1.6, 1.0));
    lid.ball = smoothstep(-px, px, lid.upper - lid.y) * smoothstep(-px, px, lid.y - lid.lower) * step(0.001, lid.w);
    return lid;
}

// The light: silver from the upper left, emerald and violet from the right, indigo from the deep.
vec3 light_on(vec4 lit) {
    vec3 key = (frame.light + frame.counter * 0.45) * lit.x * (0.60 + 2.1 * lit.x);
    vec3 fill = (frame.dominant * 0.85 + frame.light * 0.10 + frame.other * 0.35) * lit.y * 0.62;
    vec3 deep = frame.dominant * 0.22 * lit.a;
    vec3 shine = (key + fill + deep) * brightness;
    return shine;
}

// The skin in relief, with its folds, wrinkles and freckles.
vec3 skin_in_relief(vec2 q, float age, int number, vec4 lit, float open, Lids lid, vec3 shine) {
    float above = (lid.y - lid.upper) / (crease.y + 0.10);
    float dome = clamp(1.0 - (above - 0.55) * (above - 0.55) * 2.2, 0.0, 1.0) * step(0.0, above);
    float socket = exp(-(q.x + 1.0) * (q.x + 1.0) * 2.5 - (lid.y - 0.28) * (lid.y - 0.28) * 5.0);
    float under = lid.lower - 0.16 - 0.10 * age;
    float bag = (lid.y - under) / 0.10;
    vec3 flesh = skin.rgb;
    flesh = mix(flesh, flesh * vec3(1.25, 0.62, 0.60) + vec3(0.03, 0.0, 0.004), 0.18 * place.z * lit.x);
    float relief = 0.92 + 0.30 * dome - 0.42 * socket + (0.10 + 0.30 * age) * bag * exp(-bag * bag);
    float fold = lid.upper * 0.35 + lid.highest * 0.65 + crease.y * (0.55 + 0.45 * lid.arc) * mix(0.55, 1.0, open);
    float under_fold = line(lid.y - fold - 0.03 * q.x, 0.030) * fall(0.7, 1.25, abs(q.x));
    relief *= 1.0 - 0.72 * crease.x * under_fold;
    vec2 corner = vec2(q.x - 0.72, lid.y - 0.02);
    float lines = abs(fract(corner.y / max(corner.x + 0.30, 0.08) * 1.7 + 0.27 * float(number & 3)) - 0.5) * 2.0;
    float fan = smoothstep(0.05, 0.25, corner.x) * fall(0.40, 0.80, corner.x + abs(corner.y)) * (1.0 - lid.ball);
    float crow = fall(0.0, 0.34 + 6.0 * px, lines) * fan * (1.6 * max(age - 0.4, 0.0) + 0.5 * lids.w * age);
    float furrow = line(lid.y - under + 0.14 + 0.05 * lid.w, 0.024)
        + 0.8 * line(lid.y - under + 0.26 + 0.07 * lid.w, 0.020);
    furrow += 0.8 * line(lid.y - fold - 0.11 - 0.05 * lid.w, 0.022)
        + 0.6 * line(lid.y - fold - 0.20 - 0.07 * lid.w, 0.020);
    relief *= 1.0 - 0.75 * min(crow, 1.0) - 0.85 * furrow * max(age - 0.5, 0.0) * fall(0.6, 1.25, abs(q.x - 0.1));
    float grain = perlin(q * 11.0 + place.xy * 60.0) * clamp(1.4 - 18.0 * px, 0.0, 1.0);
    float patches = perlin(q * 3.1 - place.xy * 40.0);
    relief *= 1.0 + (0.10 + 0.16 * age) * grain + 0.12 * patches;
    flesh *= 1.0 - vec3(0.20, 0.34, 0.40) * smoothstep(0.22, 0.45, grain) * step(0.72, place.z);  // freckles
    vec3 moonlit = dot(flesh, vec3(0.3, 0.5, 0.2)) * (frame.light * 0.75 + frame.dominant * 0.55);
    flesh = mix(flesh, moonlit, 0.42);
    flesh = mix(flesh, vec3(0.36, 0.115, 0.110) * (0.55 + 0.8 * flesh.r), 0.8 * lit.z);
    vec3 c = flesh * relief * shine;
    return c;
}

// The brow over the skin `c`.
vec3 with_brow(vec3 c, vec2 q, float age, vec3 shine) {
    float middle = 0.80 + lids.x * 0.25 + crease.z * (-q.x * 1.1 + 0.1) * 1.3 - 0.20 * (q.x - 0.15) * (q.x - 0.15);
    float thick = crease.w * fall(-0.6, 1.25, q.x) * 1.4;
    float tuft = hairs(q.x * (1.0 - 0.2 * q.y) + 0.55 * (q.y - middle) + 0.13 * place.z, 7.0, 0.62);
    float brow = fall(thick * 0.3, thick + 0.05, abs(q.y - middle)) * smoothstep(-1.15, -0.8, q.x) * tuft;
    vec3 hair = mix(vec3(0.012, 0.009, 0.012), vec3(0.30, 0.30, 0.34) * shine, max(age - 0.6, 0.0) * 1.6);
    c = mix(c, hair * 0.9, brow * 0.85);
    return c;
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
    vec3 white = mix(vec3(0.34, 0.35, 0.41), vec3(0.36, 0.30, 0.25), 0.45 * age) * (1.0 - 0.42 * q.x * q.x);
    white = mix(white, vec3(0.52, 0.17, 0.14), smoothstep(0.55, 1.05, abs(q.x)) * (0.30 + 0.40 * wet.y));
    white = mix(white, vec3(0.46, 0.16, 0.13), fall(-0.97, -0.80, q.x));
    vec3 ring = iris(vec2(d.x * -make.x, d.y), outside.rgb, inside.rgb, pupil, inside.a, number, foot);
    round_it = fall(1.0 - max(foot, 0.05), 1.0 + max(foot, 0.05), r);
    see = mix(white * shine, ring * (shine * 0.85 + 0.15 * warmth), round_it);
    float lash_shade = fall(0.0, 0.30, lid.upper - lid.y) * 0.72 + fall(0.0, 0.10, lid.y - lid.lower) * 0.25;
    see *= 1.0 - lash_shade;
    float brim = line(lid.y - lid.lower - 0.020 - 0.04 * wet.y, 0.016 + 0.030 * wet.y) * smoothstep(0.0, 0.5, lid.w);
    see += frame.light * brim * (0.10 + 0.34 * wet.y) * (0.20 + shine);
}

// The window in the wet of the eye: the sky's two halves and the seam between them.
vec3 with_window(vec3 c, vec2 q, vec4 lit, Lids lid, vec2 gaze, vec3 see) {
    vec2 h = vec2((q.x - gaze.x) * -make.x, lid.y - gaze.y) - vec2(-0.13, 0.15);
    float bent = h.x + 0.25 * h.y + 0.5 * h.y * h.y;
    vec2 oval = h * vec2(1.0, 1.12);  // as round as the cornea that bends it
    float far2 = dot(oval, oval);
    float pane = fall(0.006, 0.017 + 0.25 * px, far2);
    vec3 sky = mix(frame.dominant * 1.5 + frame.counter * 0.25, frame.other * 1.1 + frame.light * 0.15,
        smoothstep(-0.06, 0.06, bent));
    float seam = line(bent, 0.020) * pane * pane;
    float second = fall(0.02, 0.055 + px, length(h - vec2(0.27, -0.33)));
    float heart_of = fall(0.0, 0.007 + 0.15 * px, far2);
    vec3 window = sky * pane * 0.95 + frame.light * (0.80 * seam + 0.34 * heart_of * pane + 0.10 * second);
    see += window * (0.45 + 0.9 * lit.x + 0.5 * lit.y);
    c = mix(c, see, lid.ball);
    return c;
}

// The lid's edge and the lashes, which hang down when it is shut.
vec3 with_lashes(vec3 c, vec2 q, float open, Lids lid) {
    float edge = line(lid.y - lid.upper, 0.035) * fall(0.95, 1.10, abs(q.x));
    c *= 1.0 - 0.80 * edge;
    float rise = mix(-0.17, 0.24, open) * make.y * (0.55 + 0.45 * smoothstep(-1.0, 0.9, q.x));
    float t = (lid.y - lid.upper) / rise;
    float spread = q.x - (0.20 * q.x + 0.06) * clamp(t, 0.0, 1.0) * (1.0 + t);
    float lash = hairs(spread + 0.07 * place.z, 8.5, 0.62 * (1.0 - clamp(t, 0.0, 1.0)));
    lash *= step(0.0, t) * fall(0.75, 1.0, t) * fall(0.90, 1.08, abs(spread));
    float t2 = (lid.lower - lid.y) / (0.11 * make.y);
    float lash2 = hairs(q.x - 0.12 * q.x * clamp(t2, 0.0, 1.0), 7.0, 0.40 * (1.0 - clamp(t2, 0.0, 1.0)));
    lash2 *= step(0.0, t2) * fall(0.7, 1.0, t2) * fall(0.8, 1.0, abs(q.x)) * open;
    c = mix(c, vec3(0.006, 0.005, 0.010), clamp(lash * 0.92 + lash2 * 0.55, 0.0, 1.0));
    return c;
}

// A tear: full at the lid, then a bead that runs.
vec3 with_tear(vec3 c, vec2 q, Lids lid) {
    vec2 bead = vec2(q.x + 0.12, lid.y - (-lids.y * 1.15 + 0.06 - wet.z * 0.75));
    bead.y *= 1.0 - 0.25 * step(0.0, bead.y);
    float full = 0.13 * smoothstep(0.45, 1.0, wet.y) + 1e-3;
    float drop = 1.0 - dot(bead, bead) / (full * full);
    float body = smoothstep(0.0, 0.25 + px / full, drop) * step(0.02, full);
    vec2 n = bead / full;
    float glint = fall(0.15, 0.45, length(n - vec2(-0.35, 0.38)));
    vec3 water = c * (0.75 - 0.5 * n.y) + (frame.light + frame.dominant) * 0.3 * fall(-0.9, 0.1, n.y)
        + frame.light * glint * 1.2;
    c = mix(c, water, body * 0.9);
    return c;
}

// The cell's edge: it sinks into the water; silver towards the light, and threads of gold run between the cells.
void with_edge(vec4 face, vec4 lit, float adrift, Lids lid, float felt, float round_it, inout vec3 c,
    out float edge_px) {
    edge_px = within * reach;
    vec2 out_of = vec2(dFdx(within), dFdy(within));
    float facing = dot(out_of, vec2(0.62, -0.78)) * inversesqrt(dot(out_of, out_of) + 1e-9);
    c *= 0.18 + 0.82 * smoothstep(0.0, 0.42, within);
    float fine = max(0.0026 / metre, 1.0);  // px
    float thread = (edge_px - fine) / fine;
    float bevel = 1.0 / (1.0 + thread * thread * thread * thread);
    c += frame.accent * bevel * clamp(facing, 0.0, 1.0) * (0.03 + 0.21 * lit.x) * (1.0 - adrift);
    float far = length((where - vec2(0.5, 0.53)) * FIELD * 2.0);
    float came = smoothstep(0.0, 0.5, (frame.act_time - 10.5) * 0.16 - far);
    float pulse = sine(far * 7.0 - frame.act_time * 1.9 + place.z * 2.0);
    float glow = (0.10 + 0.35 * pulse * pulse * pulse * pulse) * (0.4 + frame.connection);
    c += vec3(1.0, 0.62, 0.20) * bevel * came * glow * face.a;
    if (touched) {  // touched eyes look up: irises and tears light, and the gold between runs
        c *= 1.0 + (0.45 + 1.1 * lid.ball * round_it) * felt;
        c += vec3(1.0, 0.62, 0.20) * bevel * felt * 0.55 * face.a;
    }
}

void main() {
    vec2 q = at;
    float age = skin.a;
    int number = int(make.w) * 2 + int(make.x > 0.0);
    vec4 face = texture(portrait, where);
    vec4 whole = texture(portrait, place.xy);
    vec4 lit = mix(whole, face, likeness);
    float adrift = step(whole.a, 0.01);  // a cell beside the face has a light of its own
    lit = mix(lit * vec4(face.a, face.a, 1.0, 1.0), vec4(0.16, 0.22, 0.0, 0.3), adrift);
    float open = now.x;

    Lids lid = lids_at(q, open);
    vec3 shine = light_on(lit);

    vec3 c = skin_in_relief(q, age, number, lit, open, lid, shine);
    c = with_brow(c, q, age, shine);

    vec2 gaze;
    float felt, round_it;
    vec3 see;
    eyeball(q, age, number, lid, shine, gaze, felt, round_it, see);
    c = with_window(c, q, lit, lid, gaze, see);

    c = with_lashes(c, q, open, lid);
    c = with_tear(c, q, lid);

    float edge_px;
    with_edge(face, lit, adrift, lid, felt, round_it, c, edge_px);
    float alpha = mix(smoothstep(0.0, 1.6, edge_px), 0.55 * smoothstep(0.0, 0.75, within), adrift) * wet.x;
    alpha *= mix(0.15 + 0.85 * smoothstep(0.0, 0.55, face.a), 1.0, adrift);
    colour = vec4(max(c, 0.0) * alpha, alpha);
}
#endif
