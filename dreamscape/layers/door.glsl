// The door, in metres: at.x across from the middle line, at.y up. First a thread of light rises where the leaves will meet,
// then light gathers along the jambs to the point of the arch, in steps that lead back, then the leaves spread from the middle
// as glass cooling from light: every line of the carving glows, niches, glyphs, strip and lock as leaves.glsl and lock.glsl show
// them near, until midnight glass and bronze are left. Each glyph lights, rings and hums. AIR: the glow around the card of
// the leaves, in five parts. Cost: about 400 operations, three noises and a tap a pixel of the leaves; 60 and two of the air.
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

void main() {
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
uniform float petals;    // of the lock's rose
uniform float come;      // 0 nothing .. 1 whole
uniform float opening;   // 0 shut .. 1
uniform vec2 glyph[12];  // lit 0 to 1, just struck 0 to 1
in vec2 at;
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

void main() {
    float half_wide = 0.5 * wide;
    float size = max(fwidth(at.y), 1e-4);  // m a pixel
    float d = arch(at, half_wide, tall);
    float jambs = smoothstep(0.18, 0.62, come);
    float cool = smoothstep(0.45, 1.0, come);
    float wisp = perlin(vec2(at.x * 2.1, at.y * 0.9 - frame.time * 0.35)) + 0.5 * perlin(vec2(at.x * 5.3, at.y * 2.3 - frame.time * 0.6));
    vec3 gold = frame.light * 0.52 + frame.accent * 0.55;

    // the outline's light, that gathers out of the air
    float drawn = smoothstep(0.0, 0.16, jambs * 1.16 - at.y / tall + 0.05 * wisp) * step(1e-4, jambs);
    float head = exp(-abs(at.y / tall - jambs) * 22.0) * jambs * (1.0 - jambs) * 4.0;
    float flow = 0.62 + 0.5 * wisp + 0.25 * sin(at.y * 1.7 - frame.time * 0.9);
    vec3 lines = (gold + frame.light * 0.25) * line(d, 0.008, size) * (0.35 + 0.65 * max(flow, 0.0) + 2.0 * head) * drawn;
    float outside = max(d, 0.0), within = max(-d, 0.0);
    float glow = 0.26 / (1.0 + 36.0 * outside * outside) * exp(-outside * 1.4) * exp(-within * 7.0);
    float edge = 1.0 - smoothstep(MARGIN * 0.35, MARGIN, outside);
    lines += gold * glow * drawn * edge * (0.40 + 0.75 * max(flow, 0.0) + 2.2 * head) * (0.70 + 0.55 * (1.0 - cool));
#ifdef AIR
    colour = vec4(lines, 0.0);
#else
    float thread = smoothstep(0.0, 0.30, come);
    float inside = clamp(0.5 - d / size, 0.0, 1.0);
    float veil = perlin(vec2(at.x * 1.5 + at.y * 0.7, at.y * 0.8 - frame.time * 0.16));
    vec3 bronze = frame.accent * vec3(0.50, 0.38, 0.34) + frame.dominant * 0.08;

    // leaves: they spread from the middle line, a front of light at their edge, and cool from the jambs to the middle
    float spread = smoothstep(0.35, 0.85, come) * (half_wide + 0.3);
    float front = abs(at.x) - spread;
    float leaf = inside * clamp(-front / 0.06, 0.0, 1.0);
    float gap = opening * half_wide;
    float open = clamp(0.5 - (abs(at.x) - gap) / size, 0.0, 1.0) * step(1e-4, gap) * inside;
    float a = (abs(at.x) - gap) / (half_wide - gap) * half_wide;  // m from the leaf's own edge
    float heat = 1.0 - smoothstep(0.0, 1.0, cool * 1.7 - 0.7 * (1.0 - a / half_wide) + 0.22 * veil * cool);

    // niches, the topmost follows the arch; how far to the nearest line of the carving
    float row = (at.y - LOW) / ROW;
    float nth = clamp(floor(row), 0.0, 6.0);
    vec2 q = vec2(a - NICHE, at.y - LOW - (nth + 0.5) * ROW);
    vec2 l = vec2(a, at.y - LOCK);
    float r = length(l);
    vec2 b = vec2(abs(q.x), nth > 5.5 ? -q.y : abs(q.y)) - HALF + 0.10;
    float box = length(max(b, 0.0)) + min(max(b.x, b.y), 0.0) - 0.10;
    box = max(max(box, d + REVEAL + 0.07), COLLAR - r);
    float niche = clamp(0.5 - box / size, 0.0, 1.0);
    float brim = line(box, 0.011, size);
    float brim_in = line(box + 0.070, 0.006, size) * niche;
    float way_up = clamp(q.y / HALF.y, -1.0, 1.0), way_out = clamp(q.x / HALF.x, -1.0, 1.0);
    float slope = exp(-box * box * 700.0) * niche;

    // midnight glass: what it mirrors moves with the eye; the walls of the niches catch the sky and the seam
    float mirrored = at.x * 0.9 + at.y * 0.34 + frame.eye.x * 0.35 + 0.25 * veil;
    float sheen = 0.5 + 0.5 * sin(mirrored * 2.6);
    sheen *= sheen * sheen;
    vec3 glass = frame.dominant * (0.11 + 0.07 * at.y / tall + 0.03 * veil) + frame.counter * 0.010 + (frame.dominant * 0.40 + frame.counter * 0.09) * sheen * (0.25 + 0.6 * niche);
    glass *= 1.0 - 0.45 * niche * smoothstep(0.16, 0.0, -box) * max(way_up, 0.0) - 0.20 * niche;
    glass += (frame.counter * 0.16 + frame.dominant * 0.20) * slope * max(-way_up, 0.0);
    glass += gold * 0.10 * slope * max(way_out, 0.0) / (0.4 + a);
    glass += gold * 0.014 / (0.07 + a * a * 8.0) * (0.7 + 0.5 * wisp);  // from the seam

    // the strip of bronze, the lock
    float strip = clamp((STRIP - a) / size + 0.5, 0.0, 1.0) * step(RIM, r);
    glass = mix(glass, bronze * (0.12 + 0.08 * wisp + 0.45 * exp(-a * 45.0)), strip);
    vec2 out_way = l / max(r, 1e-3);
    float lean = torus(r - 0.470, 0.030) + torus(r - 0.335, 0.022) + torus(r - 0.132, 0.022) + 0.6 * torus(r - 0.575, 0.06);
    float raked = max(lean * (out_way.y * 0.8 - out_way.x * 0.5) + 0.25, 0.0);
    float angle = atan(l.x, l.y) / TAU;
    float petal = (fract(angle * petals) - 0.5) / petals * TAU;
    float reach = (r - 0.150) / 0.160;
    float bound = 2.7 / petals * sqrt(max(1.0 - reach * reach, 0.0)) * smoothstep(-0.1, 0.5, reach + 0.25);
    float from_petal = (bound - abs(petal)) * r;
    float rose = step(0.0, reach) * step(reach, 1.0);
    float of_petal = clamp(from_petal / size + 0.5, 0.0, 1.0) * rose;
    float on_lock = clamp((RIM - r) / size + 0.5, 0.0, 1.0);
    float on_collar = clamp((COLLAR - r) / size + 0.5, 0.0, 1.0);
    vec3 metal = bronze * (0.05 + 1.25 * raked * raked + 0.22 * of_petal * (1.0 - 0.7 * reach)) * (1.0 - 0.6 * rose * (1.0 - of_petal));
    glass = mix(glass, metal * mix(0.55, 1.0, on_lock), on_collar);
    float rings = line(r - RIM, 0.012, size) + 0.8 * line(r - 0.412, 0.007, size) + line(r - 0.325, 0.009, size) + line(r - 0.125, 0.010, size);
    rings += 0.7 * line(r - COLLAR + 0.02, 0.008, size) + 0.6 * line(from_petal, 0.006, size) * rose * smoothstep(1.0, 0.85, reach);
    rings += line(r - 0.030, 0.012, size) + line(max(abs(l.x) - 0.006, abs(l.y + 0.045) - 0.04), 0.008, size) * 0.8;

    // glyphs
    float fold = max(1.0 - opening * 0.6, 0.2);
    int which = int(min(nth, 5.0)) * 2 + (at.x > 0.0 ? 1 : 0);
    float shown = step(0.0, row) * step(row, 6.0) * niche;
    float across = (abs(at.x) - gap - NICHE / half_wide * (half_wide - gap)) / fold;
    vec2 tile = vec2(across * sign(at.x), q.y) / (ROW * 0.86) + 0.5;
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    float off = textureLod(glyph_field, vec2((float(which) + in_tile.x) / 12.0, in_tile.y), 0.0).r + length(tile - in_tile);
    vec2 lit = glyph[which] * shown;
    float hum = 1.0 + lit.x * (0.10 * sin(frame.time * (9.0 + float(which) * 0.7)) + 0.12 * sin(frame.time * 1.9 + float(which) * 2.1));
    float core = line(off, 0.022, size / (ROW * 0.86)) * shown;
    vec2 rim = smoothstep(0.0, 0.24, 0.5 - abs(in_tile - 0.5));
    float halo = exp(-off * 13.0) * rim.x * rim.y;
    vec3 etched = (frame.light * 0.60 + frame.accent * 0.72) * core * lit.x * (1.25 + 2.2 * lit.y) * hum;
    etched += (frame.accent * 0.75 + frame.other * 0.05) * halo * (0.34 * lit.x + 0.9 * lit.y) * hum * shown;

    // lines of light: all the carving at first, which then draws back into bronze and glass
    float carving = max(max(brim, 0.5 * brim_in), max(core, rings * on_collar));
    carving = max(carving, 0.8 * line(a - STRIP, 0.006, size) * (1.0 - on_collar));
    float to_line = min(min(abs(box), off * ROW + (1.0 - shown)), abs(r - RIM));
    float soft = exp(-to_line * mix(20.0, 7.0, heat));
    glass += (frame.counter * 0.32 + frame.light * 0.07 + frame.dominant * 0.5) * heat * (0.22 + 0.20 * veil + 0.9 * soft);
    glass += (frame.light * 0.71 + frame.accent * 0.34) * heat * (2.0 - heat) * carving * (1.0 + 0.4 * wisp);  // they cool last
    glass += (frame.counter * 0.20 + frame.light * 0.02) * (brim + 0.4 * brim_in) * (1.0 - heat) * (0.55 + 0.45 * veil);
    glass += (frame.counter * 0.22 + frame.light * 0.05) * core * (1.0 - heat);
    glass += gold * (0.26 + 0.26 * frame.heart) * rings * on_collar * (1.0 - heat) * (0.8 + 0.4 * wisp);
    glass += gold * (0.03 + 0.05 * frame.heart) * exp(-abs(r - RIM) * 8.0);
    glass += etched * (1.0 - open);
    if (touched) {  // the carving lights, and the seam
        float felt = felt_at(in_picture(gl_FragCoord.xy) + 0.05 * vec2(veil, wisp));
        glass += (gold * 0.55 * max(carving, core) + (frame.counter * 0.14 + frame.dominant * 0.30) * (0.12 + soft)) * felt;
        lines += gold * exp(-max(abs(at.x) - gap, 0.0) * 9.0) * felt * 0.25 * smoothstep(0.0, 0.3, come);
    }

    // jambs and arch: mouldings that step back, each with light on its edge
    float steps = clamp(-d / REVEAL, 0.0, 1.0) * 3.0;
    float nth_step = min(floor(steps), 2.0), nearest = floor(steps + 0.5);
    float on_step = steps - nth_step;
    float of_reveal = inside * clamp((d + REVEAL) / size + 0.5, 0.0, 1.0);
    float lip = (line((steps - nearest) * REVEAL / 3.0, 0.007, size) + 0.16 * exp(-on_step * 6.0)) * (1.0 - 0.24 * nearest);
    vec3 moulding = bronze * 0.05 + frame.dominant * 0.16 * (1.0 - on_step) + gold * lip * (0.24 + 0.40 * max(flow, 0.0)) * mix(1.0, 0.7, cool);
    moulding += (frame.dominant + frame.counter * 0.5) * 0.14 * smoothstep(0.55, 1.0, on_step);
    glass = mix(glass, moulding, of_reveal);
    float behind = max(-d - REVEAL, 0.0);
    glass *= 1.0 - 0.55 * exp(-behind * 5.0) * (1.0 - of_reveal);  // the reveal's shadow on the leaves
    glass += gold * 0.05 * exp(-behind * 9.0) * (1.0 - of_reveal) * (0.6 + wisp);
    float risen = clamp((thread * 1.02 - at.y / tall) * 12.0, 0.0, 1.0) * smoothstep(0.0, -REVEAL, d);
    float off_middle = max(abs(at.x) - gap, 0.0);
    lines += (frame.light * 0.85 + frame.accent * 0.25) * line(off_middle, 0.010 + 0.02 * (1.0 - cool), size) * risen * (0.85 + 1.6 * (1.0 - cool) + 1.2 * opening) * (0.8 + 0.4 * wisp);
    lines += gold * exp(-off_middle * mix(4.0, 9.0, cool)) * risen * (0.09 + 0.45 * (1.0 - cool)) * step(1e-4, come) * (0.75 + 0.5 * wisp);
    float burn = exp(-abs(front) * 9.0) * inside * step(1e-3, spread) * (1.0 - smoothstep(0.80, 0.92, come));
    lines += gold * burn * 0.8;
    lines += (frame.light * 1.2 + frame.accent * 0.4) * open * 1.6;

    float alpha = leaf * mix(0.55, 0.95, cool) * (1.0 - open);
    colour = vec4(glass * alpha + lines, alpha);
#endif
}
#endif
