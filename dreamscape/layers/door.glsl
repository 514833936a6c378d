// The door, in metres: at.x across from the middle line, at.y up. First a thread of light rises where the leaves will
// meet, then light gathers along the jambs to the point of the arch, in steps that lead back, then the leaves spread
// from the middle as glass cooling from light: every line of the carving glows, niches, glyphs, strip and lock as
// leaves.glsl and lock.glsl show them close by, until midnight glass and bronze are left. Each glyph lights, rings and
// hums. AIR: the glow around the card of the leaves, in five parts. Cost: about 400 operations, three noises and a tap
// a pixel of the leaves; 60 and two of the air.
#include "frame.glsl"
#include "touch.glsl"
uniform vec3 sill;
uniform float wide;
uniform float tall;
uniform vec2 way;       // the heading's sine and cosine
uniform float upright;  // 1, or -1 in the mirror
const float MARGIN = 1.1;  // m of glow around it

#ifdef VERTEX_STAGE
out vec2 at;
flat out vec3 dominant, counter, accent, light, other;
flat out vec3 moment;  // s; the heart; m, where the eye is
flat out vec4 grown;   // 0 to 1: how far thread, jambs and leaves have come, how far all has cooled
flat out vec4 built;   // m, half the width and the height; how far it is open; petals of the lock's rose
flat out vec2 fire;    // whether anything has come, and how much of the front burns
uniform float petals;
uniform float come;      // 0 nothing .. 1 whole
uniform float opening;   // 0 shut .. 1

void main() {
    dominant = frame.dominant;
    counter = frame.counter;
    accent = frame.accent;
    light = frame.light;
    other = frame.other;
    moment = vec3(frame.time, frame.heart, frame.eye.x);
    grown = smoothstep(vec4(0.0, 0.18, 0.35, 0.45), vec4(0.30, 0.62, 0.85, 1.0), vec4(come));
    built = vec4(0.5 * wide, tall, opening, petals);
    fire = vec2(step(1e-4, come), 1.0 - smoothstep(0.80, 0.92, come));
    int corner = gl_VertexID % 6;
    corner = corner < 3 ? corner : 6 - corner;  // 0 1 2, 3 2 1
#ifdef AIR
    int cell = gl_VertexID / 6;
    cell += cell > 0 ? 1 : 0;
#else
    const int cell = 1;
#endif
    ivec2 grid = ivec2(cell % 3 + (corner & 1), cell / 3 + (corner >> 1));
    float half_wide = 0.5 * wide;
    at.x = grid.x == 0 ? -half_wide - MARGIN : grid.x == 1 ? -half_wide : grid.x == 2 ? half_wide : half_wide + MARGIN;
    at.y = grid.y == 0 ? 0.0 : grid.y == 1 ? tall : tall + MARGIN;
    vec3 place = vec3(sill.x + way.y * at.x, sill.y + at.y * upright, sill.z - way.x * at.x);
    gl_Position = frame.view_projection * vec4(place, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform sampler2D glyph_field;
uniform vec2 glyph[12];  // lit 0 to 1, just struck 0 to 1
in vec2 at;
flat in vec3 dominant, counter, accent, light, other;
flat in vec3 moment;
flat in vec4 grown, built;
flat in vec2 fire;
out vec4 colour;
// As in leaves.glsl and lock.glsl, m; the niches are a little narrower, as the mouldings stand before them here.
const float STRIP = 0.070;   // of bronze on each leaf
const float LOW = 0.40;      // the foot of the lowest row of glyphs
const float ROW = 0.715;
const float NICHE = 0.720;   // from the middle, of the niches' middles
const vec2 HALF = vec2(0.535, 0.272);  // half a niche
const float REVEAL = 0.26;   // the mouldings that step back from the street to the leaves
const float LOCK = 1.115;    // the height of the lock's middle
const float COLLAR = 0.655;  // the ring around the lock
const float RIM = 0.500;     // the lock's own
const float TAU = 6.2831853;

// Metres to the outline of a pointed arch, negative inside: two arcs, each struck from beyond the middle.
float arch(vec2 p, float half_wide, float point) {
    float rise = 1.35 * half_wide;  // the arch's height over its springing
    float radius = 0.5 * (rise * rise / half_wide + half_wide);
    vec2 q = vec2(abs(p.x) + radius - half_wide, max(p.y - point + rise, 0.0));
    return length(q) - radius;
}

float line(float d, float width, float size) {
    float w = max(width, 0.75 * size);
    return clamp((w - abs(d)) / size + 0.5, 0.0, 1.0) * width / w;
}

// A half round of width w, from its middle: how it leans outwards.
float torus(float x, float w) {
    x /= w;
    return abs(x) < 1.0 ? x : 0.0;
}

// A point of the door.
struct Point {
    float half_wide, size, d;  // m: half the door, a pixel, and to the arch's outline
    float jambs, cool;  // how far the jambs have come, and how far all has cooled from light
    float wisp, veil, flow;  // noise that drifts
    vec3 gold, bronze;
    float thread, inside;  // of light in the middle; 1 within the arch
    float spread, front;  // m from the middle: the front of light
    float gap, open;  // m, half the gap between the leaves; 1 in it
    float a;  // m from the leaf's own edge
    float heat;  // 1 while the glass glows, 0 once it is cool
};

#include "carving.glsl"

// Jambs and arch, mouldings that step back, each with light on its edge; and the light between the leaves.
void with_jambs(Point pt, inout vec3 lines, inout vec3 glass) {
    float steps = clamp(-pt.d / REVEAL, 0.0, 1.0) * 3.0;
    float nth_step = min(floor(steps), 2.0), nearest = floor(steps + 0.5);
    float on_step = steps - nth_step;
    float of_reveal = pt.inside * clamp((pt.d + REVEAL) / pt.size + 0.5, 0.0, 1.0);
    float lip = (line((steps - nearest) * REVEAL / 3.0, 0.007, pt.size) + 0.16 * exp(-on_step * 6.0))
        * (1.0 - 0.24 * nearest);
    vec3 moulding = pt.bronze * 0.05 + dominant * 0.16 * (1.0 - on_step)
        + pt.gold * lip * (0.24 + 0.40 * max(pt.flow, 0.0)) * mix(1.0, 0.7, pt.cool);
    moulding += (dominant + counter * 0.5) * 0.14 * smoothstep(0.55, 1.0, on_step);
    glass = mix(glass, moulding, of_reveal);
    float behind = max(-pt.d - REVEAL, 0.0);
    glass *= 1.0 - 0.55 * exp(-behind * 5.0) * (1.0 - of_reveal);  // the reveal's shadow on the leaves
    glass += pt.gold * 0.05 * exp(-behind * 9.0) * (1.0 - of_reveal) * (0.6 + pt.wisp);
    float risen = clamp((pt.thread * 1.02 - at.y / built.y) * 12.0, 0.0, 1.0) * smoothstep(0.0, -REVEAL, pt.d);
    float off_middle = max(abs(at.x) - pt.gap, 0.0);
    lines += (light * 0.85 + accent * 0.25) * line(off_middle, 0.010 + 0.02 * (1.0 - pt.cool), pt.size)
        * risen
        * (0.85 + 1.6 * (1.0 - pt.cool) + 1.2 * built.z) * (0.8 + 0.4 * pt.wisp);
    lines += pt.gold * exp(-off_middle * mix(4.0, 9.0, pt.cool)) * risen * (0.09 + 0.45 * (1.0 - pt.cool))
        * fire.x
        * (0.75 + 0.5 * pt.wisp);
    float burn = exp(-abs(pt.front) * 9.0) * pt.inside * step(1e-3, pt.spread) * fire.y;
    lines += pt.gold * burn * 0.8;
    lines += (light * 1.2 + accent * 0.4) * pt.open * 1.6;
}

// The leaves spread from the middle line, a front of light at their edge; returns 1 on a leaf.
void spread_leaves(inout Point pt, out float leaf) {
    pt.spread = grown.z * (pt.half_wide + 0.3);
    pt.front = abs(at.x) - pt.spread;
    leaf = pt.inside * clamp(-pt.front / 0.06, 0.0, 1.0);
    pt.gap = built.z * pt.half_wide;
    pt.open = clamp(0.5 - (abs(at.x) - pt.gap) / pt.size, 0.0, 1.0) * step(1e-4, pt.gap) * pt.inside;
    pt.a = (abs(at.x) - pt.gap) / (pt.half_wide - pt.gap) * pt.half_wide;  // m from the leaf's own edge
    pt.heat = 1.0 - smoothstep(0.0, 1.0, pt.cool * 1.7 - 0.7 * (1.0 - pt.a / pt.half_wide) + 0.22 * pt.veil * pt.cool);
}

// The outline's light, that gathers out of the air.
void outline_light(inout Point pt, out vec3 lines) {
    float drawn = smoothstep(0.0, 0.16, pt.jambs * 1.16 - at.y / built.y + 0.05 * pt.wisp) * step(1e-4, pt.jambs);
    float head = exp(-abs(at.y / built.y - pt.jambs) * 22.0) * pt.jambs * (1.0 - pt.jambs) * 4.0;
    pt.flow = 0.62 + 0.5 * pt.wisp + 0.25 * sin(at.y * 1.7 - moment.x * 0.9);
    lines = (pt.gold + light * 0.25) * line(pt.d, 0.008, pt.size)
        * (0.35 + 0.65 * max(pt.flow, 0.0) + 2.0 * head)
        * drawn;
    float outside = max(pt.d, 0.0), within = max(-pt.d, 0.0);
    float glow = 0.26 / (1.0 + 36.0 * outside * outside) * exp(-outside * 1.4) * exp(-within * 7.0);
    float edge = 1.0 - smoothstep(MARGIN * 0.35, MARGIN, outside);
    lines += pt.gold * glow * drawn * edge * (0.40 + 0.75 * max(pt.flow, 0.0) + 2.2 * head)
        * (0.70 + 0.55 * (1.0 - pt.cool));
}

void main() {
    Point pt;
    pt.half_wide = built.x;
    pt.size = max(fwidth(at.y), 1e-4);  // m a pixel
    pt.d = arch(at, pt.half_wide, built.y);
    pt.jambs = grown.y;
    pt.cool = grown.w;
    pt.wisp = perlin(vec2(at.x * 2.1, at.y * 0.9 - moment.x * 0.35))
        + 0.5 * perlin(vec2(at.x * 5.3, at.y * 2.3 - moment.x * 0.6));
    pt.gold = light * 0.52 + accent * 0.55;

    vec3 lines;
    outline_light(pt, lines);
#ifdef AIR
    colour = vec4(lines, 0.0);
#else
    pt.thread = grown.x;
    pt.inside = clamp(0.5 - pt.d / pt.size, 0.0, 1.0);
    pt.veil = perlin(vec2(at.x * 1.5 + at.y * 0.7, at.y * 0.8 - moment.x * 0.16));
    pt.bronze = accent * vec3(0.50, 0.38, 0.34) + dominant * 0.08;

    float leaf;
    spread_leaves(pt, leaf);
    Niche cell = niche_at(pt);

    Sign mark = glyph_at(pt, cell);
    vec3 glass = midnight_glass(pt, cell);

    float on_collar, rings;
    with_lock(pt, cell, glass, on_collar, rings);
    with_carving(pt, cell, on_collar, rings, mark, lines, glass);

    with_jambs(pt, lines, glass);

    float alpha = leaf * mix(0.55, 0.95, pt.cool) * (1.0 - pt.open);
    colour = vec4(glass * alpha + lines, alpha);
#endif
}
#endif
