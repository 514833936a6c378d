// The door, in metres: u across from the middle line, v up. First a thread of light rises where the leaves will meet, then
// light runs up the jambs to the point of the arch, then the leaves spread from the middle as glass cooling from light.
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

// Metres to the outline of a pointed arch, negative inside.
float arch(vec2 p, float half_wide, float point) {
    float side = abs(p.x) - half_wide;
    float rise = 0.85 * half_wide;  // the arch's height over its springing
    vec2 n = normalize(vec2(rise, half_wide));
    return max(side, dot(vec2(abs(p.x), p.y - point), n));
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
    float inner = arch(at, half_wide - 0.17, tall - 0.20);
    float inside = clamp(0.5 - d / size, 0.0, 1.0);

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

    // lines of light: jambs and arch, an inner frame, the meeting of the leaves
    float drawn = smoothstep(0.0, 0.05, jambs * 1.06 - at.y / tall) * step(1e-4, jambs);
    float head = exp(-abs(at.y / tall - jambs) * 30.0) * jambs * (1.0 - jambs) * 4.0;
    vec3 gold = light * 0.52 + accent * 0.55;
    float frame_line = line(d + 0.02, 0.022, size) * (0.9 + 2.0 * head) + line(inner, 0.009, size) * 0.55 * cool;
    vec3 lines = gold * frame_line * drawn * (0.85 + 0.25 * (1.0 - cool));
    float glow = exp(-abs(d) * 5.5) * (0.20 + 0.9 * head) + exp(-max(d, 0.0) * 1.9) * 0.05 * step(0.0, d);
    float edge = 1.0 - smoothstep(MARGIN * 0.55, MARGIN, max(d, 0.0));
    lines += gold * glow * drawn * edge * (0.55 + 0.45 * (1.0 - cool));
    float risen = clamp((thread * 1.02 - at.y / tall) * 12.0, 0.0, 1.0) * step(d, 0.0);
    float off_middle = max(abs(at.x) - gap, 0.0);
    lines += (light * 0.85 + accent * 0.25) * line(off_middle, 0.010 + 0.02 * (1.0 - cool), size) * risen * (1.1 + 1.6 * (1.0 - cool) + 1.2 * opening);
    lines += gold * exp(-off_middle * mix(4.0, 9.0, cool)) * risen * (0.10 + 0.45 * (1.0 - cool)) * step(1e-4, come);
    float burn = exp(-abs(front) * 9.0) * inside * step(1e-3, spread) * (1.0 - smoothstep(0.80, 0.92, come));
    lines += gold * burn * 0.8;
    lines += (light * 1.2 + accent * 0.4) * open * 1.6;

    float alpha = leaf * mix(0.55, 0.93, cool) * (1.0 - open);
    colour = vec4(glass * alpha + lines, alpha);
}
#endif
