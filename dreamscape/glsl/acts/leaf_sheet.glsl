// leaf_sheet: the carving of both leaves, drawn once: waves of black glass, glyphs cut into the floors of niches,
// bronze strip, rib and collar, wear, dust where it can lie, moss where it is wet; without the steps around niches,
// which are drawn. Rows are closer below, where the viewer comes near. Out, first: slope right and up, how much of the
// moon comes here, distance from the glyph in quarters of a tile; second: how much of it is bronze, how green that is,
// moss, dust. Cost: 11 noises and a tap a texel.
#include "arch.glsl"
#include "niche.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "leaf_rows.glsl"
uniform sampler2D glyph_slopes;  // distance in tiles, and its slope
uniform vec2 texels;
uniform vec2 scratched;
uniform vec3 moon;
uniform float patina;  // how green bronze is all over
layout(location = 0) out vec4 form;
layout(location = 1) out vec4 matter;
const float TAU = 6.2831853;

// A point of a leaf.
struct Point {
    vec2 p;  // m from the leaf's own edge, and up
    float side, size;  // of the door; m, a texel
    vec3 brim;  // as of niche_at
    float floor_of;  // 1 on the floor of a niche
    float worn, rough, fine;  // noise
};

// Waves in black glass, scratches and chips.
vec2 glass_rise(Point pt) {
    vec2 rise = vec2(0.028 * pt.worn + 0.012 * pt.rough, 0.02 * pt.rough);
    float chipped = smoothstep(0.30, 0.62, pt.fine + 0.5 * pt.worn) * smoothstep(0.05, 0.0, pt.brim.x);
    rise = mix(rise, vec2(0.02, 0.014) * pt.worn + 0.006 * pt.rough, pt.floor_of);
    float scratch = perlin(vec2(pt.p.x * 3.0 + pt.p.y * 46.0, pt.p.y * 2.0 - pt.p.x * 1.1) + scratched)
        + perlin(vec2(pt.p.x * 57.0 - pt.p.y * 9.0, pt.p.y * 1.6) - scratched.yx);
    return rise + vec2(0.05, 0.06) * smoothstep(0.62, 0.95, abs(scratch)) + 0.22 * chipped * vec2(pt.fine, pt.rough);
}

#include "leaf_ornament.glsl"

// The glyph, cut as a V; returns how far off its lines are, in tiles, and the way away from them.
float cut_glyph(Point pt, inout vec2 rise, out float groove, out vec2 away) {
    float nth = min(nth_row(pt.p), 5.0);
    vec2 out_up = vec2(pt.side, 1.0);
    vec2 q = vec2(pt.p.x - NICHE, pt.p.y - LOW - (nth + 0.5) * ROW);
    vec2 tile = q / (ROW * 0.74) * out_up + 0.5;
    vec2 in_tile = clamp(tile, 0.02, 0.98);
    vec3 cut = texture(glyph_slopes, vec2((nth * 2.0 + (pt.side > 0.0 ? 1.0 : 0.0) + in_tile.x) / 12.0, in_tile.y)).rgb;
    float off = cut.x + length(tile - in_tile) + (1.0 - pt.floor_of) + (pt.p.y < LOW ? 1.0 : 0.0);
    groove = clamp((0.036 - off) * 0.74 * ROW / pt.size + 0.5, 0.0, 1.0);
    away = cut.yz * out_up;
    rise = mix(rise, away * 1.1, groove);
    return off;
}

// A strip with rivets, a rib with a bead near the hinges, the fluted collar around the lock; returns 1 on bronze.
float with_bronze(Point pt, float inset, inout vec2 rise) {
    vec2 l = vec2(pt.p.x, pt.p.y - LOCK_HIGH);
    float r = max(length(l), 1e-3);
    float bronze = clamp((STRIP - pt.p.x) / pt.size + 0.5, 0.0, 1.0);
    vec2 to_rivet = vec2(pt.p.x - 0.038, mod(pt.p.y - LOW, ROW / 4.0) - ROW / 8.0) / 0.0125;
    float rivet = clamp((1.0 - dot(to_rivet, to_rivet)) * 0.006 / pt.size + 0.5, 0.0, 1.0);
    vec2 brushed = vec2(0.10, 0.03) * pt.rough;
    vec2 metal = brushed - rivet * to_rivet * 0.8;
    float beyond = RIB - inset;
    float on_rib = clamp(beyond / pt.size + 0.5, 0.0, 1.0);
    vec2 from = vec2(pt.p.x + RADIUS - HALF_WIDE, max(pt.p.y - POINT + RISE, 0.0));
    float bead = clamp((beyond - 0.115) / 0.035, -1.0, 1.0);
    float ribbed = bevel(beyond, 0.014, pt.size) - bevel(beyond - 0.034, 0.014, pt.size)
        - bead * step(abs(bead), 0.999) * 1.1;
    metal = bronze > on_rib ? metal : normalize(from) * ribbed + 0.08 * pt.rough;
    float of_metal = max(bronze, on_rib);
    rise = mix(rise, metal, of_metal);

    float flute = fract(bearing(l.yx) / TAU * FLUTES) - 0.5;
    float fluted = smoothstep(pt.size, -pt.size, abs(r - FLUTED) - 0.055);
    vec2 around = vec2(l.y, -l.x) / r;
    float flat_of = clamp(1.6 - pt.size * 190.0, 0.0, 1.0);
    rise = mix(rise, around * flute * 2.4 * flat_of - l / r * (r - FLUTED) * 6.0 + 0.5 * brushed, fluted);
    return max(of_metal, fluted);
}

// Streaks that rain has left: below the rails and the lock, fading downwards; scuffs along the foot; dust in corners.
float weathered(vec2 at, Point pt) {
    float column = perlin(vec2(at.x * 23.0, at.y * 0.55) + scratched) + 0.6 * perlin(vec2(at.x * 61.0, at.y * 1.1));
    float under = 1.0 - fract((pt.p.y - LOW) / ROW);  // a rail lets it down
    float below = smoothstep(0.9, 0.0, LOCK_HIGH - 0.5 - pt.p.y) * step(pt.p.y, LOCK_HIGH)
        * smoothstep(0.62, 0.30, pt.p.x);
    float streak = smoothstep(0.25, 0.85, column) * (0.55 * (1.0 - under * 0.8) + 0.9 * below);
    float foot = smoothstep(0.34, 0.0, pt.p.y) * (0.35 + 0.5 * max(pt.worn + 0.5 * pt.rough, -0.4));
    float corner = smoothstep(0.16, 0.03, -pt.brim.x) * pt.floor_of * (0.22 + 0.25 * pt.worn);
    return (streak * (1.0 - 0.5 * pt.floor_of) + foot + max(corner, 0.0)) * 1.1;
}

// Where hands have pushed for ages, beside the strip at their height, no dust stays.
float handled(Point pt) {
    vec2 off = (pt.p - vec2(0.30, 1.62)) / vec2(0.30, 0.42);
    return smoothstep(1.0, 0.2, dot(off, off) + 0.3 * pt.worn) * (1.0 - pt.floor_of);
}

void main() {
    Point pt;
    vec2 share = gl_FragCoord.xy / texels;
    vec2 at = vec2((share.x - 0.5) * 2.0 * HALF_WIDE, row_height(share.y));
    pt.size = 2.0 * HALF_WIDE / texels.x;
    pt.side = at.x < 0.0 ? -1.0 : 1.0;
    pt.p = vec2(abs(at.x), at.y);
    pt.brim = niche_at(pt.p);
    pt.floor_of = clamp(0.5 - pt.brim.x / pt.size, 0.0, 1.0);
    pt.worn = perlin(at * 1.9 + scratched.yx);
    pt.rough = perlin(at * vec2(31.0, 23.0));
    pt.fine = perlin(at * 47.0 + scratched);

    vec2 rise = glass_rise(pt);
    float groove;
    vec2 away;
    float off = cut_glyph(pt, rise, groove, away);
    float inlaid = ornament(pt, off, away, rise);
    float inset = -arch(at, 0.0);  // m from the outline
    float of_metal = max(with_bronze(pt, inset, rise), inlaid);

    // moss on the floors of the niches, creeping up, and in the joints; dust where something faces up
    float v = mod(at.y - LOW, ROW);
    float creep = perlin(at * vec2(4.3, 3.1) + scratched) * 0.8 + perlin(at * vec2(17.0, 21.0)) * 0.6 + 0.4 * pt.fine;
    float stands = v + 3.0 * smoothstep(0.0, 0.5, -pt.brim.z) * smoothstep(0.2, 0.5, v);
    float low_down = smoothstep(3.4, 0.6, at.y);  // it is wet below
    float bank = mix(0.002 + 0.014 * creep - min(v, ROW - v),
        0.004 + 0.045 * creep + 0.018 * low_down - min(stands - 0.085, -pt.brim.x * 1.5 + 0.02), pt.floor_of);
    float moss = smoothstep(-0.002 - pt.size, 0.004 + pt.size, bank) * (1.0 - of_metal) * low_down
        * step(LOW - 0.05, at.y);
    float blades = clamp(0.45 + 0.25 * creep + 0.7 * perlin(at * vec2(110.0, 140.0)), 0.08, 1.0);
    rise = mix(rise, vec2(creep * 0.6, 0.5), moss);

    float ledge = smoothstep(0.10, 0.80, -rise.y);
    float shelf = pt.floor_of * smoothstep(0.10, 0.0, v - 0.085 + 0.03 * pt.rough) * 0.8;
    float film = smoothstep(-0.2, 0.9, pt.worn + 0.20 * pt.fine + 0.10 * pt.rough) * 0.30;
    float dust = clamp((max(ledge, shelf) * (0.75 + 0.3 * pt.worn + 0.1 * pt.rough) + film + weathered(at, pt))
        * (1.0 - handled(pt)) * (1.0 - moss), 0.0, 1.0);

    float sun = sunlit(vec3(at, 0.0), moon, hole, 0.0);
    vec2 to_moon = DEEP * moon.xy / max(-moon.z, 0.05) * vec2(pt.side, 1.0);
    float over = niche_at(pt.p + to_moon).x;  // the edge of the niche cuts it off
    sun *= mix(1.0, smoothstep(0.030, -0.034, over), pt.floor_of);
    float green = smoothstep(0.05, 0.6, pt.worn + 0.25 * pt.rough + 0.3 * pt.fine + patina);
    form = vec4(slope_bytes(clamp(rise, -3.5, 3.5)), sun, clamp(off * 4.0, 0.0, 1.0));
    matter = vec4(of_metal, max(green, groove * 0.6), moss * blades, dust);
}
