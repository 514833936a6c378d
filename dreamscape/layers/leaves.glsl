// The leaves of the door, metres. From the middle out: a strip of bronze with rivets, then slabs of black glass, one for
// each row of glyphs, bevelled, with moss in the joints; a raised rib near the hinges. Where the leaves part: light.
// Cost: about 350 operations, twelve noises (seven at the lowest tier) and two taps a pixel.
#include "frame.glsl"
#include "slab.glsl"

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform sampler2D glyph_slopes;  // distance in tiles, and its slope
uniform vec2 scratched;
uniform float embers[12];  // how much of its note a glyph still rings with
in vec2 at;
in vec3 place;
out vec4 colour;
const float STRIP = 0.070;     // m, of bronze on each leaf
const float LOW = 0.40;        // m, the foot of the lowest row of glyphs
const float ROW = 0.715;       // m; rows and glyphs stand as on the street
const float JOINT = 0.007;     // m, half of the moss-grown gap
const float RIB = 1.43;        // m from the middle

// Slope of long fine scratches in one direction: where a noise that is drawn out along them crosses 0, steeply.
vec2 scratches(vec2 p, vec2 along, float fine, float size) {
    vec2 across = vec2(-along.y, along.x);
    vec3 n = perlin_d(vec2(dot(p, along) * 0.9, dot(p, across) * fine) + scratched);
    float off = abs(n.x) / (max(abs(n.z), 0.2) * fine);  // m
    float wide = max(0.0008, 0.6 * size);
    return across * clamp((wide - off) / size + 0.5, 0.0, 1.0) * 0.0008 / wide * smoothstep(0.2, 0.6, abs(n.z));
}

void main() {
    float side = at.x < 0.0 ? -1.0 : 1.0;
    float size = max(fwidth(place.y), 1e-4);
    float a = (abs(at.x) - gap) / (HALF_WIDE - gap) * HALF_WIDE;  // m from the leaf's own edge
    vec2 p = vec2(side * a, at.y);
    vec2 rise = vec2(0.0);  // slope of the relief: away from the middle, and up
    float beat = heartbeat(at);

    // glass: slow waves in it, hair scratches, worn patches
    float worn = perlin(p * 1.9 + scratched.yx);
    vec3 wave = perlin_d(p * vec2(1.5, 0.9) + scratched);
    rise += wave.yz * vec2(side, 1.0) * 0.016;
    float row = (at.y - LOW) / ROW;
    float which = clamp(floor(row), 0.0, 5.0);
    float v = fract(row) * ROW;
    float to_joint = min(v, ROW - v);
    float above = v < 0.5 * ROW ? 1.0 : -1.0;
    float has_joint = step(-0.5, row) * step(row, 6.5);
    rise += scratches(p, normalize(vec2(0.34, 0.94)), 21.0, size) * 1.1 * smoothstep(0.0, 0.5, worn) * vec2(side, 1.0);
#if QUALITY > 0  // what is too fine for large pixels
    rise += scratches(p + 3.7, normalize(vec2(-0.80, 0.60)), 16.0, size) * 0.9 * smoothstep(0.1, 0.5, -worn) * vec2(side, 1.0);
#endif

    // bevels of the slabs: along the joints, along the bronze, along the rib
    float down = to_joint - JOINT;
    float outer = RIB - a;
    float inner = a - STRIP;
    float edge = min(min(down, inner), outer);
    float step_in = bevel(edge, 0.030, size) * 0.85 + bevel(edge - 0.040, 0.009, size) * 0.45;
    vec2 edge_way = edge == down ? vec2(0.0, above) : edge == inner ? vec2(1.0, 0.0) : vec2(-1.0, 0.0);
    float slab = clamp(edge / size + 0.5, 0.0, 1.0);
    rise = mix(vec2(0.0), rise + edge_way * step_in, slab);
    vec3 tint = dominant * 0.10 + counter * 0.018;
    float mirror = 0.85;
    float narrow = 0.80 - 0.25 * smoothstep(-0.2, 0.5, worn);

    // glyphs, cut as a V
    vec2 tile = vec2((a - 0.5 * HALF_WIDE) / ROW * side + 0.5, fract(row));
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    float leaf = which * 2.0 + (side > 0.0 ? 1.0 : 0.0);
    vec3 cut = texture(glyph_slopes, vec2((leaf + in_tile.x) / 12.0, in_tile.y)).rgb;
    float off = cut.x + length(tile - in_tile);
    float shown = has_joint * slab;
    float groove = clamp((0.030 - off) * ROW / size + 0.5, 0.0, 1.0) * shown;
    float lip = bevel((off - 0.030) * ROW, 0.006, size) * shown;
    vec2 cut_way = cut.yz * vec2(side, 1.0);
    rise = mix(rise, cut_way * 0.95, groove) + cut_way * lip * -0.25;
    tint = mix(tint, dominant * 0.06, groove);
    float heart_of = smoothstep(0.0100, 0.0025, off) * shown;  // the bottom of the V, where the embers lie
    float warm = smoothstep(0.032, 0.0, off) * shown;
    int index = int(leaf);
    float ember = embers[index];

    // strip of bronze
    float bronze = clamp((STRIP - a) / size + 0.5, 0.0, 1.0);
    float metal_rise = bevel(a, 0.009, size) * 0.9 - bevel(a - STRIP + 0.009, 0.009, size) * 0.9;
    vec2 to_rivet = vec2(a - 0.038, mod(at.y - LOW, ROW / 4.0) - ROW / 8.0) / 0.0125;
    float dome = 1.0 - dot(to_rivet, to_rivet);
    float rivet = clamp(dome * 0.006 / size + 0.5, 0.0, 1.0);
    float brushed = perlin(vec2(p.x * 40.0, p.y * 9.0));
#if QUALITY > 1
    brushed += perlin(p * vec2(150.0, 12.0)) * clamp(1.3 - size * 170.0, 0.0, 1.0);
#endif
    vec2 metal = vec2(metal_rise, 0.0) * (1.0 - rivet) - rivet * to_rivet * 0.8 + vec2(0.06, 0.02) * brushed;
    float verdigris = smoothstep(0.05, 0.6, worn + 0.25 * brushed);
    vec3 bronze_tint = mix(other * 0.13, accent * 0.05 + dominant * 0.05, verdigris);

    // the rib, bronze too
    float beyond = a - RIB;
    float on_rib = clamp(beyond / size + 0.5, 0.0, 1.0);
    float rib_rise = bevel(beyond, 0.014, size) - bevel(beyond - 0.034, 0.014, size) + bevel(beyond - 0.085, 0.03, size) * 0.8;
    vec2 rib = vec2(rib_rise, 0.0) + vec2(0.05) * brushed;
    float of_metal = max(bronze, on_rib);
    rise = mix(rise, bronze > on_rib ? metal : rib, of_metal);
    tint = mix(tint, bronze_tint, of_metal);
    mirror = mix(mirror, 0.9 - 0.5 * verdigris, of_metal);
    narrow = mix(narrow, 0.28, of_metal);

    // moss in the joints, creeping out of them
    float patch_of = perlin(vec2(p.x * 2.3, floor(row + 0.5) * 5.3) + scratched);
    float creep = patch_of * 1.2 + perlin(p * vec2(15.0, 19.0)) * 0.55;
#if QUALITY > 0
    creep += perlin(p * 53.0) * 0.4;
#endif
    float moss_edge = 0.006 + 0.026 * creep - to_joint * (above > 0.0 ? 1.0 : 0.7);
    float moss = smoothstep(-0.002 - size, 0.003 + size, moss_edge) * (1.0 - of_metal) * has_joint;
    float blades = 0.35 + 0.25 * creep;
#if QUALITY > 0
    blades += 0.8 * perlin(p * vec2(110.0, 140.0)) * clamp(1.5 - size * 150.0, 0.0, 1.0);
#endif
    rise = mix(rise, vec2(creep * 0.6, above * 0.5), moss);
    tint = mix(mix(tint, vec3(0.0), (1.0 - slab) * (1.0 - of_metal) * 0.8), accent * 0.22 + other * 0.02, moss);
    mirror *= 1.0 - 0.95 * max(moss, (1.0 - slab) * (1.0 - of_metal));

    vec2 bent = bow(at);
    vec3 n = normalize(vec3(bent - rise * vec2(side, 1.0), -1.0));
    vec3 c = lit(place, n, tint, mirror, narrow);

    // what the glass mirrors: the spires behind us, sinking into the dark
    vec3 back = reflect(normalize(place - eye), n);
    float across = back.x / max(-back.z, 0.2);
    float streak = 0.5 + perlin(vec2(across * 3.4 + scratched.x, back.y * 0.35));
    streak = max(streak, 0.0);
    float glassy = slab * (1.0 - groove) * (1.0 - of_metal) * (1.0 - moss);
    c += (counter * 0.6 + dominant) * streak * streak * glassy * 0.11 * (1.0 - 0.55 * pressing) / (1.0 + 0.5 * back.y * back.y + 0.8 * at.x * at.x);

    // the heart: moss, embers
    float distance = length(at - LOCK.xy);
    float fade = 1.0 / (1.0 + 0.35 * distance * distance);
    c += accent * moss * (0.010 + 0.90 * beat * beat * fade) * max(blades, 0.05) * smoothstep(-0.004, 0.022, moss_edge);
    vec3 ash = mix(other, light, 0.35);
    c += ash * (heart_of + 0.09 * warm * warm * warm) * ((0.035 + 0.75 * beat * beat * fade) * (1.0 - ember) + 1.3 * ember);
    c += other * ember * exp(-off * 13.0) * slab * shown * 0.16;

    // light between the leaves
    float half_px = 0.5 * size;
    float open = clamp((gap - abs(at.x)) / size + 0.5, 0.0, 1.0) * min(gap / half_px, 1.0);
    float drawn = smoothstep(0.0, 0.25, gap * 600.0 - abs(at.y - LOCK.y));  // it runs up and down from the lock
    float core = 1.0 - abs(at.x) / max(gap, 1e-4);
    float wisps = perlin(vec2(at.x * 24.0 + scratched.x, at.y * 0.7 - time * 0.35));
    float thin = 1.0 - smoothstep(0.004, 0.020, gap);  // a hair of light is all core
    vec3 gate = mix(vec3(0.80, 0.42, 0.13), light * (1.55 + 0.9 * wisps), max(smoothstep(0.0, 0.75, core), thin)) * (0.95 + 4.0 * gap + 0.7 * thin);
    c = mix(c, gate, open * drawn);
    colour = vec4(c, 1.0);
}
#endif
