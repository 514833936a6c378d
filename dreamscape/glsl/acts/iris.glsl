// iris: the coloured part of an eye, as seen from straight ahead. Arguments: the point (0 the pupil's middle, 1 the
// limbus), outer and inner colour, the pupil's radius, how dark the limbal ring is, a number of its own, and the size
// of a pixel in the same units. Returns linear colour. Needs hash.glsl. Cost: an atan and 6 hashes, 4 ms a full screen.

// Noise around a circle: `count` values, interpolated smoothly and without a seam.
float around(float turn, int count, int row, int number) {
    float x = turn * float(count);
    float base = floor(x);
    float f = x - base;
    int i = int(base);
    float a = unpack3(hash(ivec3((i + count) % count, row, number))).x;
    float b = unpack3(hash(ivec3((i + 1 + count) % count, row, number))).x;
    return mix(a, b, f * f * (3.0 - 2.0 * f));
}

vec3 iris(vec2 p, vec3 outside, vec3 inside, float pupil, float limbal, int number, float footprint) {
    float r = length(p);
    float turn = bearing(p) / 6.2831853 + 0.5;
    float coarse = around(turn, 17, 1, number);
    float mid = around(turn + 0.010 * sine(r * 9.0 + float(number)), 37, 2, number);
    float fine = around(turn, 83, 3, number);
    float sharp = clamp(1.3 - footprint * 12.0, 0.0, 1.0);
    float sharper = clamp(1.3 - footprint * 28.0, 0.0, 1.0);
    float fibre = 0.55 * coarse + 0.45 * mix(0.5, mid, sharp) + 0.35 * (fine - 0.5) * sharper;
    float wreath = pupil + 0.20 + 0.12 * (coarse - 0.5);  // the collarette
    float out_there = smoothstep(wreath - 0.06, wreath + 0.26, r);
    vec3 c = mix(inside * (0.80 + 0.55 * fibre), outside * (0.50 + 1.30 * fibre), out_there);
    float ring = (r - wreath) / 0.07;
    c += inside * 0.55 * fibre / (1.0 + ring * ring * ring * ring);
    c *= 1.0 - limbal * smoothstep(0.74, 1.0, r);
    c *= 0.55 + 0.85 * clamp(0.5 - 0.42 * p.y + 0.16 * p.x, 0.0, 1.0);  // light that the cornea throws to the far side
    return c * smoothstep(pupil - footprint, pupil + max(footprint, 0.05), r);
}
