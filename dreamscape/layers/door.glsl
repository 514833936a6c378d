// The door, in metres: u across from the middle line, v up. First a thread of light rises where the leaves will meet, then
// light gathers along the jambs to the point of the arch, in steps that lead back, then the leaves spread from the middle as glass cooling from light.
// Glyphs are etched in six rows; each lights, rings and hums. Cost: about 120 operations and a tap a pixel of the card.
#include "frame.glsl"
uniform float x;
uniform float y;
uniform float z;
uniform float wide;
uniform float tall;
uniform vec2 way;       // the heading's sine and cosine
uniform float upright;  // 1, or -1 in the mirror
const float MARGIN = 1.1;  // m of glow around it

#ifdef VERTEX_STAGE
out vec2 at;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    at = vec2((corner.x * 2.0 - 1.0) * (0.5 * wide + MARGIN), mix(0.0, tall + MARGIN, corner.y));
    vec3 place = vec3(x + way.y * at.x, y + at.y * upright, z - way.x * at.x);
    gl_Position = view_projection * vec4(place, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform sampler2D glyph_field;
uniform float come;      // 0 nothing .. 1 whole
uniform float opening;   // 0 shut .. 1
uniform vec2 glyph[12];  // lit 0 to 1, just struck 0 to 1
in vec2 at;
out vec4 colour;
const int ROWS = 6;

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

void main() {
    float half_wide = 0.5 * wide;
    float size = max(fwidth(at.y), 1e-4);  // m a pixel
    float thread = smoothstep(0.0, 0.30, come);
    float jambs = smoothstep(0.18, 0.62, come);
    float cool = smoothstep(0.45, 1.0, come);
    float d = arch(at, half_wide, tall);
    const float REVEAL = 0.36;  // m, the mouldings that step back from the street to the leaves
    float inside = clamp(0.5 - d / size, 0.0, 1.0);
    float wisp = perlin(vec2(at.x * 2.1, at.y * 0.9 - time * 0.35)) + 0.5 * perlin(vec2(at.x * 5.3, at.y * 2.3 - time * 0.6));

    // leaves: they spread from the middle line, a front of light at their edge
    float spread = smoothstep(0.35, 0.85, come) * (half_wide + 0.3);
    float front = abs(at.x) - spread;
    float leaf = inside * clamp(-front / 0.06, 0.0, 1.0);
    float veil = perlin(vec2(at.x * 1.7, at.y * 0.45 - time * 0.11)) * 0.5 + perlin(vec2(at.x * 4.0, at.y * 1.3 - time * 0.2)) * 0.25;
    vec3 glass = shadow * 0.6 + dominant * (0.05 + 0.05 * veil + 0.05 * at.y / tall);
    float streak = 0.5 + perlin(vec2(at.x * 6.5, at.y * 0.30 + time * 0.25)) + 0.5 * perlin(vec2(at.x * 15.0, at.y * 0.5 + time * 0.4));
    glass += (light * 0.28 + accent * 0.80) * (1.0 - cool) * (0.22 + 0.85 * max(streak, 0.0) + 0.3 * veil);
    float gap = opening * half_wide;
    float open = clamp(0.5 - (abs(at.x) - gap) / size, 0.0, 1.0) * step(1e-4, gap) * inside;

    // glyphs
    float row_tall = (tall - 0.85 * half_wide - 0.55) / float(ROWS);
    float row = floor((at.y - 0.40) / row_tall);
    float shown = step(0.0, row) * step(row, float(ROWS) - 0.5);
    int which = int(clamp(row, 0.0, float(ROWS) - 1.0)) * 2 + (at.x > 0.0 ? 1 : 0);
    float fold = max(1.0 - opening * 0.6, 0.2);
    vec2 tile = vec2((abs(at.x) - gap - 0.5 * (half_wide - gap)) / (row_tall * fold) * sign(at.x) + 0.5, fract((at.y - 0.40) / row_tall));
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    float off = texture(glyph_field, vec2((float(which) + in_tile.x) / 12.0, in_tile.y)).r + length(tile - in_tile);
    vec2 lit = glyph[which] * shown;
    float hum = 1.0 + lit.x * (0.10 * sin(time * (9.0 + float(which) * 0.7)) + 0.12 * sin(time * 1.9 + float(which) * 2.1));
    float tile_size = size / row_tall;
    float core = line(off, 0.020, tile_size) * shown;
    vec2 rim = smoothstep(0.0, 0.11, 0.5 - abs(in_tile - 0.5));
    float window = rim.x * rim.y;
    float halo = exp(-off * 13.0) * window;
    vec3 etched = (counter * 0.20 + light * 0.04) * core * cool;
    etched += (light * 0.75 + accent * 0.55) * core * lit.x * (1.25 + 2.2 * lit.y) * hum;
    etched += (accent * 0.75 + other * 0.05) * halo * (0.34 * lit.x + 0.9 * lit.y) * hum * shown;
    glass += etched * (1.0 - open);

    // jambs and arch: mouldings that step back, each with light on its edge, and light that gathers out of the air
    float drawn = smoothstep(0.0, 0.16, jambs * 1.16 - at.y / tall + 0.05 * wisp) * step(1e-4, jambs);
    float head = exp(-abs(at.y / tall - jambs) * 22.0) * jambs * (1.0 - jambs) * 4.0;
    vec3 gold = light * 0.52 + accent * 0.55;
    float steps = clamp(-d / REVEAL, 0.0, 1.0) * 4.0;
    float nth = min(floor(steps), 3.0);
    float on_step = steps - nth;
    float of_reveal = inside * clamp((d + REVEAL) / size + 0.5, 0.0, 1.0);
    float lip = exp(-on_step * (7.0 - nth)) * (1.0 - 0.24 * nth);
    float flow = 0.62 + 0.5 * wisp + 0.25 * sin(at.y * 1.7 - time * 0.9);
    vec3 moulding = shadow * 0.4 + dominant * 0.035 * (1.0 - on_step) + gold * lip * (0.16 + 0.30 * max(flow, 0.0)) * mix(1.0, 0.65, cool);
    moulding += (dominant + counter * 0.4) * 0.05 * smoothstep(0.75, 1.0, on_step);
    glass = mix(glass, moulding, of_reveal);
    float thread_of = line(d, 0.008, size) * (0.35 + 0.65 * max(flow, 0.0) + 2.0 * head);
    vec3 lines = (gold + light * 0.25) * thread_of * drawn;
    float outside = max(d, 0.0), within = max(-d, 0.0);
    float glow = 0.26 / (1.0 + 36.0 * outside * outside) * exp(-outside * 1.4) * exp(-within * 7.0);
    float edge = 1.0 - smoothstep(MARGIN * 0.35, MARGIN, outside);
    lines += gold * glow * drawn * edge * (0.40 + 0.75 * max(flow, 0.0) + 2.2 * head) * (0.70 + 0.55 * (1.0 - cool));
    glass *= 1.0 - 0.55 * exp(-max(-d - REVEAL, 0.0) * 5.0) * (1.0 - of_reveal);  // the reveal's shadow on the leaves
    glass += gold * 0.05 * exp(-max(-d - REVEAL, 0.0) * 1.6) * (1.0 - of_reveal) * (0.6 + wisp);
    float risen = clamp((thread * 1.02 - at.y / tall) * 12.0, 0.0, 1.0) * smoothstep(0.0, -REVEAL, d);
    float off_middle = max(abs(at.x) - gap, 0.0);
    lines += (light * 0.85 + accent * 0.25) * line(off_middle, 0.010 + 0.02 * (1.0 - cool), size) * risen * (0.85 + 1.6 * (1.0 - cool) + 1.2 * opening) * (0.8 + 0.4 * wisp);
    lines += gold * exp(-off_middle * mix(4.0, 9.0, cool)) * risen * (0.09 + 0.45 * (1.0 - cool)) * step(1e-4, come) * (0.75 + 0.5 * wisp);
    float burn = exp(-abs(front) * 9.0) * inside * step(1e-3, spread) * (1.0 - smoothstep(0.80, 0.92, come));
    lines += gold * burn * 0.8;
    lines += (light * 1.2 + accent * 0.4) * open * 1.6;

    float alpha = leaf * mix(0.55, 0.93, cool) * (1.0 - open);
    colour = vec4(glass * alpha + lines, alpha);
}
#endif
