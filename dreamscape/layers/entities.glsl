// The entities. Vertex: an octagon that faces the camera, larger for birds, never smaller than a few pixels, and what
// moves in it; or, MIRRORED, a quad, its image in the sea, drawn out downwards, longest for sadness. Fragment: a light
// for each emotion, in units of half its side; in a program only those of its KINDS, since all that is in it is
// computed: 0 what has folds, 1 lights, 2 birds.
#include "frame.glsl"
#include "perlin.glsl"
#include "sine.glsl"
const float TURN = 6.2831853;

#ifdef VERTEX_STAGE
uniform float size;
uniform float brightness;
uniform float mirrored;
uniform float wings;
in vec3 position;    // m
#if KINDS == 2
in vec3 velocity;    // m/s
#endif
in vec3 hue;
in vec2 kind_phase;  // which emotion, and its rhythm in turns
in vec2 look;        // presence, number
out vec2 at;
flat out vec4 shine;   // colour, softness of a pixel in units of the quad
flat out vec4 nature;  // kind, s, number, how it leans: -1 to the left, 1 to the right
#ifndef MIRRORED
flat out vec4 moves;   // of its kind, as its function says
#if KINDS == 0
flat out vec4 bolts[2];  // of a thundercloud: where, how it slants, how bright
#elif KINDS == 1
flat out vec2 trail[7];  // of a firefly: where it is, and was

vec2 whereabouts(float clock) {  // the firefly's position: it hovers, then darts to the next place
    float hop = floor(clock);
    vec2 a = unpack3(hash(ivec3(int(hop), int(look.y), 7))).xy,
        b = unpack3(hash(ivec3(int(hop) + 1, int(look.y), 7))).xy;
    return (mix(a, b, smoothstep(0.55, 1.0, clock - hop)) - 0.5) * 0.95;
}

// What moves in a light: a tear's fall, a firefly's flight, a flame, a breath.
void set_moves() {
    float time = frame.time, phase = kind_phase.y;
    int kind = int(kind_phase.x + 0.5);
    float fall = fract(time * 0.28 + phase);
    float down = smoothstep(0.25, 1.0, fall);
    float waver = 0.90 + 0.07 * sin(time * 2.3 + look.y) + 0.05 * sin(time * 5.1 + look.y * 2.0);
    float breath = 0.5 + 0.5 * sin(time * 1.15 + phase * TURN);
    moves = kind == 3 ? vec4(0.34 - 0.95 * down * down, smoothstep(0.0, 0.2, fall) * (1.0 - down * down),
            down * (1.0 - down), 0.0)
        : kind == 5 ? vec4(0.02 * sin(time * 1.7 + look.y), waver, 0.0, 0.0)
        : vec4(0.42 + 0.16 * breath + 0.02 * sin(phase * TURN), breath, 0.0, 0.0);
    vec2 hover = 0.03 * vec2(sin(time * 3.1 + look.y), sin(time * 4.3));
    for (int i = 0; i < 7; i++) trail[i] = whereabouts(time * 1.5 + look.y * 0.618 - 0.045 * float(i)) + hover;
}
#endif
#if KINDS == 0
void set_moves() {
    moves = vec4(0.62 + 0.20 * sin(frame.time * 0.9 + kind_phase.y * TURN) + 0.22 * frame.heart,
        sin(kind_phase.y * TURN), 0.0, 0.0);
    for (int i = 0; i < 2; i++) {
        float clock = frame.time * (0.74 + 0.27 * float(i)) + look.y * 0.618 + float(i) * 0.37;
        vec3 r = unpack3(hash(ivec3(i, int(floor(clock)), int(look.y))));
        float age = fract(clock);
        bolts[i] = vec4((r.xy - 0.5) * vec2(0.95, 0.45), r.z - 0.5,
            smoothstep(0.0, 0.16, age) * (1.0 - age) * (1.0 - age));
    }
}
#elif KINDS == 2
void set_moves() {
    float glide = smoothstep(-0.2, 0.7, sin(frame.time * 0.53 + look.y * 2.1));
    float turn = fract(frame.time * 0.85 + kind_phase.y);
    float stroke = (turn < 0.42 ? turn / 0.42 : 1.0 + (turn - 0.42) / 0.58) * 0.5;  // down quickly, up slowly
    float beat = cos(stroke * TURN) * (1.0 - 0.75 * glide) + 0.22 * glide;
    float later = cos((stroke - 0.11) * TURN) * (1.0 - 0.8 * glide) + 0.10 * glide;
    moves = vec4(0.05 * beat * (1.0 - glide), 0.62 * beat + 0.14, 0.62 * later - 0.30, 0.0);
}
#endif
#endif

void main() {
#ifdef MIRRORED
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
#else
    set_moves();
    int number = (gl_VertexID & 1) == 0 ? 8 - gl_VertexID / 2 : (gl_VertexID + 1) / 2;  // of a corner, for a strip
    float angle = (float(number) + 0.5) * 0.785398;
    vec2 corner = vec2(cos(angle), sin(angle)) * 1.0824;  // 1 / cos(22.5 degrees): around a circle
#endif
    vec3 across = normalize(frame.right);
    vec3 rise = normalize(frame.up);
    vec3 place = position;
#ifdef MIRRORED
    place.y = -place.y;
    vec2 stretch = kind_phase.x < 0.5 ? vec2(1.35, 2.7) : vec2(0.75, 2.4);
    const float low = 0.62;  // towards the eye, where waves throw most of it
    float dim = mirrored / (1.0 + 0.12 * max(position.y, 0.0)) * smoothstep(9.0, 4.0, position.y);
#else
    vec2 stretch = kind_phase.x < 0.5 ? vec2(2.7, 1.05) : abs(kind_phase.x - 2.0) < 0.5 ? vec2(1.75, 1.2) : vec2(1.0);
    const float low = 0.0;
    const float dim = 1.0;
#endif
#if KINDS == 2
    float lean = clamp(dot(velocity, across) * 0.6, -1.0, 1.0);
#else
    const float lean = 0.0;
#endif
    float away = max(dot(place - frame.eye, frame.forward), 0.1);
    float half_side = size * (kind_phase.x > 6.5 ? wings : abs(kind_phase.x - 2.0) < 0.5 ? 2.2
        : abs(kind_phase.x - 1.0) < 0.5 ? 1.15 : 1.0) * sqrt(max(1.0, away / 40.0));
    half_side = max(half_side, 8.0 * frame.pixel * away);
    at = corner;
    gl_Position = frame.view_projection * vec4(place
        + (across * corner.x * stretch.x + rise * (corner.y - low) * stretch.y) * half_side, 1.0);
    // moss must not look like a lamp, nor thunder like fair weather
    vec3 own = abs(kind_phase.x - 1.0) < 0.5 ? mix(hue, frame.light * 0.30, 0.25) * 0.70
        : abs(kind_phase.x - 2.0) < 0.5 ? hue * vec3(0.86, 0.74, 1.12) : hue;
    shine = vec4(own * look.x * look.x * brightness * dim, 1.5 * frame.pixel * away / half_side);
    nature = vec4(kind_phase.x, frame.time, look.y, lean);
}
#endif

#ifdef FRAGMENT_STAGE
in vec2 at;
flat in vec4 shine;
flat in vec4 nature;
#ifndef MIRRORED
flat in vec4 moves;
#if KINDS == 0
flat in vec4 bolts[2];
#elif KINDS == 1
flat in vec2 trail[7];
#endif
#endif
out vec4 colour;

#ifdef MIRRORED

void main() {
    vec2 p = at + vec2(0.12 * sine(at.y * 17.0 + nature.y * 1.9 + nature.z * 2.0) * (0.3 + abs(at.y)), 0.0);
    float rim = max(1.0 - dot(p, p), 0.0);
    float glint = 0.5 + 0.5 * sine(at.y * 29.0 - nature.y * 2.6 + nature.z)
        * sine(at.y * 11.0 + nature.y * 1.1 + nature.z * 3.0);
    float narrow = 1.0 / (1.0 + 9.0 * p.x * p.x);
    colour = vec4(shine.rgb * rim * rim * narrow * (0.25 + 0.75 * glint) * 0.55, 0.0);
}

#else
// A light without an outline: 1 in its middle, falling to nothing at `size`.
float orb(vec2 p, float size) {
    float rest = max(1.0 - dot(p, p) / (size * size), 0.0);
    return rest * rest;
}

#if KINDS == 0
// Three octaves of noise, as water, moss and cloud need them.
vec3 folds(vec2 p, int kind) {
    vec2 drift = kind == 0 ? vec2(nature.y * 0.10, nature.y * 0.16) : vec2(nature.y * 0.05, 0.0);
    vec2 q = p * (kind == 0 ? vec2(1.3, 2.4) : kind == 1 ? vec2(1.15) : vec2(0.95, 0.72)) + nature.z * 1.7;
    q += kind == 1 ? vec2(0.0) : drift;
    return vec3(perlin(q * 1.9), perlin(q * 4.3 + 3.1), perlin(q * 9.7 - 1.7));
}

// sadness: a swell that is lit from within: light under a slow crest, which deepens downwards and is drawn out in folds
vec2 deep_swell(vec2 p, float swing, vec3 n) {
    float crest = 0.42 + 0.07 * swing - 0.20 * p.x * p.x + 0.09 * n.x;
    float down = crest - p.y;
    float body = down > 0.0 ? max(1.0 - down * 0.78, 0.0) : max(1.0 + down * 9.0, 0.0);
    float ends = max(1.0 - p.x * p.x, 0.0);
    float water = max(0.50 + 1.0 * n.y + 0.60 * n.z, 0.0);
    float lip = max(1.0 - abs(down - 0.03) * 14.0, 0.0);
    float narrow = 1.0 / (1.0 + 5.0 * p.x * p.x);
    body *= body * ends * ends * (0.35 + 0.65 * narrow);
    return vec2(body * water * 0.60, lip * ends * ends * ends * max(0.30 + n.y, 0.0) * 0.34 + body * narrow * 0.08);
}

// resilience: moss, lit in the depth of its cushion from where the thread has struck root; a slow pulse
vec2 moss(vec2 p, vec3 n) {
    float far = length(p * vec2(0.90, 1.15)) + 0.42 * n.x + 0.22 * n.y;
    float mat = smoothstep(0.92, 0.10, far);
    float tips = max(0.30 + 0.9 * n.y + 1.5 * n.z, 0.0);
    return vec2(mat * mat * (0.10 + 0.62 * tips), mat * mat * mat * tips * 0.22) * moves.x;
}

// impatience: a thundercloud, flat below and heaped above, lit from inside now here, now there
vec2 thunder(vec2 p, vec3 n) {
    float heaped = n.x * 0.50 + (abs(n.y) - 0.20) * 0.75 + n.z * 0.16;
    vec2 q = vec2(p.x * 1.05, p.y < -0.20 ? (p.y + 0.20) * 2.4 : (p.y + 0.20) * 1.12);
    float thick = 0.80 + heaped - length(q);
    float cloud = smoothstep(0.0, 0.45, thick) * min(3.0 - 3.0 * dot(p, p), 1.0);
    float folded = 0.50 + 1.1 * abs(n.y) + 0.6 * n.z + 0.5 * p.y;
    float sum = 0.0, vein = 0.0;
    for (int i = 0; i < 2; i++) {
        vec2 q = p - bolts[i].xy;
        sum += orb(q * vec2(1.0, 1.25), 0.72) * bolts[i].w;
        float thin = abs(q.y + bolts[i].z * q.x - 0.20 * n.x - 0.12 * n.y);
        vein += max(1.0 - thin / (0.020 + shine.w), 0.0) * orb(q, 0.45) * bolts[i].w;
    }
    float rim = cloud * (1.0 - smoothstep(0.05, 0.55, thick)) * max(0.4 + p.y, 0.0);
    return vec2(cloud * (0.05 + 0.10 * rim + 1.25 * sum * folded), vein * cloud * 0.42 + cloud * sum * sum * 0.10);
}
#elif KINDS == 1
vec2 tear(vec2 p) {  // grief: a pale drop that gathers, falls and fades, again and again
    vec2 q = p - vec2(0.0, moves.x);
    float slim = 1.0 + 1.8 * clamp(q.y * 4.0, 0.0, 1.0);
    float drop = orb(vec2(q.x * slim, q.y * 0.75), 0.17) * moves.y;
    float path = orb(vec2(p.x * 7.0, (q.y - 0.22) * 1.6), 0.55) * step(0.0, q.y) * moves.z;
    return vec2(orb(p - vec2(0.0, 0.34), 0.34) * 0.30 + orb(p, 0.9) * 0.12 + path * 0.8 + drop * 0.5, drop * 0.9);
}

vec2 firefly(vec2 p) {  // curiosity: it darts, and its light hangs behind it for a moment
    float behind = 0.0;
    for (int i = 1; i <= 6; i++) behind += orb(p - trail[i], 0.13 - 0.012 * float(i)) * (1.0 - 0.15 * float(i));
    vec2 q = p - trail[0];
    return vec2(behind * 0.30 + orb(q, 0.55) * 0.34, orb(q, 0.14));
}

vec2 lantern(vec2 p) {  // wisdom: amber behind paper, the flame low in it
    vec2 flame = p + vec2(moves.x, 0.10);
    float body = orb(vec2(p.x * 1.22, p.y * (0.92 - 0.10 * p.y)), 0.46);
    return vec2(body * 0.50 + orb(p, 1.0) * 0.10, orb(flame * vec2(1.5, 1.0), 0.22) * 0.75) * moves.y;
}

vec2 breathing(vec2 p) {  // tenderness
    float size = moves.x, breath = moves.y;
    return vec2(orb(p, size) * 0.42 + orb(p, size * 1.9) * 0.15, orb(p, 0.15 + 0.05 * breath) * (0.45 + 0.25 * breath));
}
#else
vec2 bird(vec2 p) {  // joy: wings that beat with weight, the tips a little later; a spark for a body
    vec2 q = vec2(p.x - 0.16 * nature.w * p.y, p.y + moves.x);
    float x = abs(q.x) * (1.0 + 0.12 * nature.w * sign(q.x));
    float inner = min(x, 0.34), outer = max(x - 0.30, 0.0);
    float edge = inner * moves.y - 0.20 * inner * inner + outer * moves.z - 0.32 * outer * outer;
    float chord = 0.150 * sqrt(max(1.0 - x / 0.86, 0.0)) * (0.55 + 0.45 * smoothstep(0.0, 0.22, x)) * (1.0 - 0.25 * x);
    float back = (edge - q.y) / max(chord, 0.02);  // 0 at the wing's front, 1 behind
    float soft = shine.w / max(chord, 0.02);
    float feathers = 0.80 + 0.20 * sine(x * 46.0 + back * 3.0);
    float wing = smoothstep(-soft - 0.10, 0.06, back) * max(1.0 - back, 0.0) * smoothstep(0.86, 0.45, x) * feathers;
    float body = orb(q * vec2(2.6, 1.15) + vec2(0.0, 0.02), 0.20);
    return vec2(wing * 0.62 + orb(q, 0.7) * 0.07, body * 0.70 + orb(q, 0.09) * 0.5);
}
#endif

void main() {
    vec2 p = at;
    int kind = int(nature.x + 0.5);
#if KINDS == 0
    vec3 n = folds(p, kind);
    vec2 lit = kind == 0 ? deep_swell(p, moves.y, n) : kind == 1 ? moss(p, n) : thunder(p, n);
    const float soft = 0.0;  // water, moss and cloud are no lamps
#elif KINDS == 1
    vec2 lit = kind == 3 ? tear(p) : kind == 4 ? firefly(p) : kind == 5 ? lantern(p) : breathing(p);
    const float soft = 0.07;
#else
    vec2 lit = bird(p);
    const float soft = 0.03;
#endif
    float rim = max(1.0 - dot(p, p), 0.0);
    float halo = rim * rim * rim * soft;
    vec3 core = shine.rgb + dot(shine.rgb, vec3(0.14));  // nearer to white where it is brightest
    colour = vec4((shine.rgb * (halo + lit.x) + core * lit.y) * min(rim * 4.0, 1.0), 0.0);
}
#endif
#endif
