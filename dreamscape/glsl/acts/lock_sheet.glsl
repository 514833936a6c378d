// lock_sheet: the lock, drawn once: an outer ring, a band of marks, a ring, a rose, and the boss with the keyhole,
// all as they lie before the key turns. Out: slope right and up, how deep it is cut (marks, the rose's hollows, the
// keyhole), how green. Cost: 6 noises a texel.
#include "arch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
uniform float texels;
uniform vec2 founded;
uniform float petals;
uniform float marks;
uniform float patina;  // how green it is all over
out vec4 colour;
const float SPAN = 1.04;  // m, of the sheet
const float FILLET = 0.004;  // m: three texels, else its glints are dots
const float TAU = 6.2831853;

// Slope of a half round of radius w around r0, outwards negative, with a fillet at its foot.
float torus(float r, float r0, float w) {
    float x = (r - r0) / w;
    return -x * 1.3 * smoothstep(0.0, FILLET, w - abs(r - r0));
}

// Marks on the outer band, every fourth one long: returns 1 on one.
float carve_marks(float size, float r, vec2 round_way, float angle, inout vec2 rise) {
    float at_mark = (fract(angle / TAU * marks) - 0.5) / marks * TAU * r;
    float fourth = step(0.75, fract(floor(angle / TAU * marks) / 4.0 + 0.001));
    float band = smoothstep(0.0, size, r - mix(0.372, 0.350, fourth)) * smoothstep(0.0, size, 0.402 - r);
    float mark = clamp((0.0042 - abs(at_mark)) / size + 0.5, 0.0, 1.0) * band;
    rise += round_way * sign(at_mark) * mark * 0.8;
    return mark;
}

// Petals between two rings: bends the slope; returns 1 in the hollows between them.
float carve_petals(float size, float r, vec2 out_way, vec2 round_way, float angle, inout vec2 rise) {
    float petal = (fract(angle / TAU * petals) - 0.5) / petals * TAU;
    float reach = (r - 0.150) / 0.130;
    float on_rose = step(0.0, reach) * step(reach, 1.0);
    float bound = 2.96 / petals * sqrt(max(1.0 - reach * reach, 0.0)) * smoothstep(-0.1, 0.5, reach + 0.25);
    float from_edge = (bound - abs(petal)) * r;
    float rim = bevel(from_edge, 0.010, size) * on_rose;
    rise -= (round_way * petal * r * 9.0 + out_way * (reach - 0.5) * 0.5) * clamp(from_edge / size, 0.0, 1.0) * on_rose;
    rise += round_way * -sign(petal) * rim * 0.9 - out_way * rim * reach * 0.8;
    return clamp(-from_edge / size + 0.5, 0.0, 1.0) * on_rose;
}

void main() {
    float size = SPAN / texels;
    vec2 p = (gl_FragCoord.xy / texels - 0.5) * SPAN;
    float r = length(p);
    vec2 out_way = p / max(r, 1e-4), round_way = vec2(out_way.y, -out_way.x);
    float angle = bearing(p.yx);
    float worn = perlin(p * 5.0 + founded.yx) + 0.5 * perlin(p * 13.0);
    float grain = 0.6 * perlin(vec2(r * 40.0, angle * 1.5)) + 0.7 * perlin(vec2(r * 130.0, angle * 3.0) + founded);
    float pits = smoothstep(0.30, 0.75, perlin(p * 47.0 - founded)) * smoothstep(-0.2, 0.5, worn);
    float radial = torus(r, 0.470, 0.030) + torus(r, 0.423, 0.010) + torus(r, 0.325, 0.012) + torus(r, 0.292, 0.010);
    radial += bevel(0.412 - r, 0.012, size) * 0.7 - bevel(r - 0.337, 0.010, size) * 0.7;
    radial += torus(r, 0.125, 0.014) - bevel(r - 0.140, 0.008, size) * 0.6;
    vec2 rise = out_way * radial;
    float cut = carve_marks(size, r, round_way, angle, rise);
    float hollow = carve_petals(size, r, out_way, round_way, angle, rise);
    float across = p.y, along = -p.x;
    float hole = min(r - 0.046, max(abs(across) - 0.020, max(along - 0.080, -along)));
    float dark = clamp(-hole / size + 0.5, 0.0, 1.0);
    rise += out_way * bevel(hole, 0.007, size) * 0.8;
    rise += 0.07 * grain * out_way + 0.04 * worn + 0.20 * pits * vec2(grain, worn);
    cut = max(max(cut, hollow), dark);
    float in_corner = smoothstep(0.35, 1.2, abs(radial)) * 0.35;
    float green = smoothstep(0.0, 0.7, worn + hollow * 0.8 - abs(radial) * 0.5 + 0.5 * pits + in_corner + patina);
    colour = vec4(slope_bytes(clamp(rise, -3.5, 3.5)), cut, green);
}
