// The leaves of the door, metres. From the middle out: a strip of bronze with rivets, then black glass carved into niches,
// one for each glyph, cut short by the fluted collar around the lock, moss on their floors; a raised rib near the hinges.
// Where the leaves part: light. COVER: the disc that the lock hides, into the depth only. Cost: about 380 operations, six noises (three at the lower tiers) and two taps a pixel.
#include "frame.glsl"
#include "touch.glsl"
#include "threshold.glsl"
#ifdef COVER

#ifdef VERTEX_STAGE
void main() {
    float side = gl_VertexID < 48 ? -1.0 : 1.0;
    int corner = gl_VertexID % 3;
    float turn = (float(gl_VertexID % 48 / 3 + max(corner - 1, 0)) / 16.0 - 0.5) * 3.14159265;
    float r = corner > 0 ? 0.485 : 0.0;
    vec3 place = pressed(LOCK.xy + vec2(side * (gap + r * cos(turn)), r * sin(turn)));
    gl_Position = frame.view_projection * vec4(place - vec3(0.0, 0.0, 0.004), 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

void main() {
    colour = vec4(0.0);
}
#endif
#else
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
const float RIB = 1.43;        // m from the middle
const float NICHE = 0.75;      // m from the middle, of the niches' middles
const vec2 HALF = vec2(0.575, 0.272);  // m, half a niche
const float DEEP = 0.085;      // m, of a niche
const float COLLAR = 0.655;    // m from the lock's middle, of the fluted ring around it
const float TAU = 6.2831853;

// Metres to the edge of a niche, negative inside, and the way out of it. `q` from the niche's middle, `l` from the lock's.
vec3 niche(vec2 q, vec2 l) {
    const float ROUND = 0.10;
    vec2 b = abs(q) - HALF + ROUND;
    vec2 corner = max(b, 0.0);
    float far = length(corner);
    float box = far + min(max(b.x, b.y), 0.0) - ROUND;
    vec2 way = (far > 0.0 ? corner / far : b.x > b.y ? vec2(1.0, 0.0) : vec2(0.0, 1.0)) * sign(q);
    float r = length(l);
    return COLLAR - r > box ? vec3(COLLAR - r, -l / r) : vec3(box, way);
}

void main() {
    float side = at.x < 0.0 ? -1.0 : 1.0;
    float size = max(fwidth(place.y), 1e-4);
    float a = (abs(at.x) - gap) / (HALF_WIDE - gap) * HALF_WIDE;  // m from the leaf's own edge
    vec2 out_up = vec2(side, 1.0);
    float row = (at.y - LOW) / ROW;
    float which = clamp(floor(row), 0.0, 5.0);
    float v = fract(row) * ROW;
    float to_joint = min(v, ROW - v);

    // a niche for each glyph: its floor lies deeper than the rails around it, and what is seen of it moves with the eye
    vec2 q = vec2(a - NICHE, v - 0.5 * ROW), l = vec2(a, at.y - LOCK.y);
    vec2 look = (place.xy - frame.eye.xy) / max(place.z - frame.eye.z, 0.1) * out_up * DEEP;
    vec3 brim = niche(q, l), low = niche(q + look, l + look);
    float within = clamp(0.5 - brim.x / size, 0.0, 1.0);
    float ground = clamp(0.5 - low.x / size, 0.0, 1.0) * within;  // the floor; the rest of the niche is its wall
    float sunk = clamp(brim.x / min(brim.x - low.x, -1e-4), 0.0, 1.0);  // how deep on the wall
    float wall = within - ground;
    vec2 floor_at = q + look;
    vec2 p = vec2(side * a, at.y) + look * out_up * within;
    float beat = heartbeat(at);

    // rails of black glass: waves, an incised line that follows the niches and the lock
    float worn = perlin(p * 1.9 + scratched.yx);
#if QUALITY > 1
    float rough = perlin(p * vec2(31.0, 23.0));
#else
    const float rough = 0.0;  // finer than its pixels
#endif
    vec2 rise = vec2(0.028 * worn + 0.012 * rough, 0.02 * rough);
    rise += brim.yz * (bevel(brim.x, 0.016, size) * 1.3 + (bevel(brim.x - 0.034, 0.007, size) - bevel(brim.x - 0.041, 0.007, size)) * 0.9);
    rise -= vec2(0.0, v < 0.5 * ROW ? 1.0 : -1.0) * bevel(0.010 - to_joint, 0.010, size) * 0.9;
    float outer = RIB - a;
    float inner = a - STRIP;
    rise += vec2(1.0, 0.0) * (bevel(inner, 0.014, size) - bevel(outer, 0.014, size)) * 0.9;
    vec3 tint = frame.dominant * 0.13 + frame.counter * 0.022;
    float mirror = 0.85;
    float narrow = 0.74 - 0.25 * smoothstep(-0.2, 0.5, worn);

    // the wall, and the floor with a step of its own
    vec2 carved = low.yz * (bevel(-low.x - 0.045, 0.022, size) * 0.8 - bevel(-low.x - 0.080, 0.008, size) * 0.5) + vec2(0.02, 0.015) * rough;
    rise = mix(mix(rise, carved, ground), brim.yz * 4.0 + 0.2 * rough, wall);
    float sky = mix(1.0, 0.34 + 0.66 * smoothstep(0.0, 0.11, -low.x), ground) * (1.0 - wall * (0.35 + 0.5 * sunk));

    // the collar: flutes around the lock
    float r = length(l);
    float flute = fract(atan(l.x, l.y) / TAU * 88.0) - 0.5;
    float fluted = smoothstep(size, -size, abs(r - 0.575) - 0.055);
    vec2 around = vec2(l.y, -l.x) / max(r, 1e-3);
    rise += (around * flute * 2.4 * clamp(1.6 - size * 190.0, 0.0, 1.0) - l / max(r, 1e-3) * (r - 0.575) * 6.0) * fluted;

    // glyphs, cut as a V
    vec2 tile = floor_at / (ROW * 0.74) * out_up + 0.5;
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    float leaf = which * 2.0 + (side > 0.0 ? 1.0 : 0.0);
    vec3 cut = texture(glyph_slopes, vec2((leaf + in_tile.x) / 12.0, in_tile.y)).rgb;
    float off = cut.x + length(tile - in_tile);
    float shown = ground * step(-0.5, row) * step(row, 6.5);
    float groove = clamp((0.036 - off) * 0.74 * ROW / size + 0.5, 0.0, 1.0) * shown;
    rise = mix(rise, cut.yz * out_up * 1.1, groove);
    tint = mix(tint, frame.dominant * 0.07, groove);
    float heart_of = smoothstep(0.0130, 0.0030, off) * shown;  // the bottom of the V, where the embers lie
    float warm = smoothstep(0.040, 0.0, off) * shown;
    int index = int(leaf);
    float ember = embers[index];

    // strip of bronze with rivets, a rib near the hinges
    float bronze = clamp((STRIP - a) / size + 0.5, 0.0, 1.0);
    vec2 to_rivet = vec2(a - 0.038, mod(at.y - LOW, ROW / 4.0) - ROW / 8.0) / 0.0125;
    float rivet = clamp((1.0 - dot(to_rivet, to_rivet)) * 0.006 / size + 0.5, 0.0, 1.0);
    float metal_rise = bevel(a, 0.009, size) * 0.9 - bevel(a - STRIP + 0.009, 0.009, size) * 0.9;
    vec2 metal = vec2(metal_rise, 0.0) * (1.0 - rivet) - rivet * to_rivet * 0.8 + vec2(0.10, 0.03) * rough;
    float verdigris = smoothstep(0.05, 0.6, worn + 0.25 * rough);
    vec3 bronze_tint = mix(frame.other * 0.13, frame.accent * 0.05 + frame.dominant * 0.05, verdigris);
    float beyond = -outer;
    float on_rib = clamp(beyond / size + 0.5, 0.0, 1.0);
    float rib_rise = bevel(beyond, 0.014, size) - bevel(beyond - 0.034, 0.014, size) + bevel(beyond - 0.085, 0.03, size) * 0.8;
    float of_metal = max(bronze, on_rib);
    rise = mix(rise, bronze > on_rib ? metal : vec2(rib_rise, 0.0) + vec2(0.08) * rough, of_metal);
    of_metal = max(of_metal, fluted);
    tint = mix(tint, bronze_tint, of_metal);
    mirror = mix(mirror, 0.9 - 0.5 * verdigris, of_metal) * sky;
    narrow = mix(narrow, 0.28, of_metal);

    // moss on the floors of the niches, creeping up, and in the joints
    float creep = perlin(p * vec2(4.3, 3.1) + scratched) * 0.8 + perlin(p * vec2(17.0, 21.0)) * 0.6;
#if QUALITY > 1
    creep += perlin(p * 53.0) * 0.4;
#endif
    float stands = max(floor_at.y + HALF.y, 0.0) + 3.0 * smoothstep(0.0, 0.5, -low.z) * smoothstep(-0.3, 0.3, floor_at.y);
    float bank = mix(0.004 + 0.016 * creep - to_joint, 0.020 + 0.050 * creep - min(stands, -low.x * 1.5 + 0.02), ground);
    float moss = smoothstep(-0.002 - size, 0.003 + size, bank) * (1.0 - of_metal) * (1.0 - wall) * step(-0.5, row) * step(row, 6.5);
    float blades = 0.35 + 0.25 * creep;
#if QUALITY > 1
    blades += 0.8 * perlin(p * vec2(110.0, 140.0)) * clamp(1.5 - size * 150.0, 0.0, 1.0);
#endif
    rise = mix(rise, vec2(creep * 0.6, 0.5), moss);
    tint = mix(tint * sky, frame.accent * 0.22 + frame.other * 0.02, moss);
    mirror *= 1.0 - 0.95 * moss;

    vec2 bent = bow(at);
    vec3 n = normalize(vec3(bent - rise * out_up, -1.0));
    vec3 deep_place = place + vec3(look * out_up, DEEP) * max(ground, wall * sunk);
    vec3 c = lit(deep_place, n, tint, mirror, narrow);

    // what the glass mirrors: the spires behind us, sinking into the dark
    vec3 back = reflect(normalize(place - frame.eye), n);
    float across = back.x / max(-back.z, 0.2);
    float streak = 0.5 + 0.5 * sin(across * 9.0 + scratched.x + 2.0 * sin(across * 3.7 + back.y * 1.3 + scratched.y));
    float glassy = sky * (1.0 - groove) * (1.0 - of_metal) * (1.0 - moss) * (1.0 - wall);
    c += (frame.counter * 0.6 + frame.dominant) * streak * streak * glassy * 0.11 * (1.0 - 0.85 * pressing) / (1.0 + 0.5 * back.y * back.y + 0.8 * at.x * at.x);

    // the heart: moss, embers
    float distance = length(at - LOCK.xy);
    float fade = 1.0 / (1.0 + 0.35 * distance * distance);
    c += frame.accent * moss * (0.010 + 0.90 * beat * beat * fade) * max(blades, 0.05) * smoothstep(-0.004, 0.022, bank);
    vec3 ash = mix(frame.other, frame.light, 0.35);
    c += ash * (heart_of + 0.09 * warm * warm * warm) * ((0.035 + 0.75 * beat * beat * fade) * (1.0 - ember) + 1.3 * ember);
    c += frame.other * ember * exp(-off * 13.0) * shown * 0.16;

    if (touched) {  // the carving lights as the glyphs do, the moss too; and where the leaves meet a line of light swells
        float felt = felt_at(in_view(place - frame.eye) + 0.30 * worn);
        float carved_of = bevel(brim.x, 0.016, size) + 0.7 * bevel(-low.x - 0.045, 0.022, size) * ground + fluted * (0.25 + flute * flute);
        c += (ash * (1.1 * heart_of + 0.30 * warm) + (frame.counter * 0.30 + frame.dominant * 0.70) * carved_of * 0.55) * felt;
        c += (frame.dominant * 0.22 + frame.counter * 0.07) * (0.06 + 1.2 * streak * streak * max(0.3 + worn, 0.0)) * glassy * felt;
        c += frame.accent * moss * max(blades, 0.05) * 0.55 * felt;
        c += frame.light * vec3(1.0, 0.80, 0.52) * (0.012 / (0.012 + max(abs(at.x) - gap, 0.0))) * exp(-3.0 * max(abs(at.x) - gap, 0.0)) * felt * 0.9;
    }

    // light between the leaves
    float half_px = 0.5 * size;
    float open = clamp((gap - abs(at.x)) / size + 0.5, 0.0, 1.0) * min(gap / half_px, 1.0);
    float drawn = smoothstep(0.0, 0.25, gap * 600.0 - abs(at.y - LOCK.y));  // it runs up and down from the lock
    float core = 1.0 - abs(at.x) / max(gap, 1e-4);
    float wisps = 0.5 * sin(at.x * 60.0 + 3.0 * sin(at.y * 2.3 - frame.time * 1.1)) * sin(at.y * 3.1 + at.x * 19.0 - frame.time * 1.7);
    float thin = 1.0 - smoothstep(0.004, 0.020, gap);  // a hair of light is all core
    vec3 gate = mix(vec3(0.80, 0.42, 0.13), frame.light * (1.55 + 0.9 * wisps), max(smoothstep(0.0, 0.75, core), thin)) * (0.95 + 4.0 * gap + 0.7 * thin);
    c = mix(c, gate, open * drawn);
    colour = vec4(c, 1.0);
}
#endif
#endif
