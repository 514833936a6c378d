// lids: lids, lashes, brow and tear of one eye, in its own units: x -1 at the inner corner to 1 at the outer one, y up.
// Lids are parabolas between the corners; all lines are at least as wide as a pixel, and fade below that.
// Needs of its layer `lids`, `crease`, `make`, `place`, `wet` and `px`, and fall.glsl.
// A dark line: 1 on it, 0 away from it; `wide` in the eye's units, never less than a pixel but then fainter.
float line(float off, float wide) {
    float w = max(wide, px * 0.9);
    float x = off / w;
    return (wide / w) / (1.0 + x * x * x * x);
}

// A comb of hairs along x: `many` in a unit of x, each as wide as `part` of its cell; grey where they are too fine.
float hairs(float x, float many, float part) {
    float f = abs(fract(x * many) - 0.5) * 2.0;
    float soft = many * px * 2.0;
    float sharp = fall(part - soft - 0.02, part + soft, f);
    return mix(sharp, part, smoothstep(0.5, 1.1, soft));
}

// The lids at a point of an eye.
struct Lids {
    float w, arc;  // parabolas between the corners, 0 there and 1 in the middle
    float y;  // up, in the eye's tilt
    float lower, highest, upper;  // where the lids stand; the upper one wide open and now
    float ball;  // 1 where the eyeball is seen
};

// The lids at a point `q`; `open` 0 shut to 1.
Lids lids_at(vec2 q, float open) {
    Lids lid;
    lid.w = max(1.0 - q.x * q.x, 0.0);
    lid.arc = lid.w * (1.32 - 0.32 * lid.w);
    lid.y = q.y - lids.z * q.x;
    lid.lower = -lids.y * lid.arc * (1.0 + 0.22 * q.x) * (1.0 - 0.45 * lids.w);
    lid.highest = lids.x * lid.arc * (1.0 - 0.20 * q.x);
    float shut = lid.lower * 0.72;
    lid.upper = mix(shut, lid.highest, open);
    lid.lower = mix(shut, lid.lower, min(open * 1.6, 1.0));
    lid.ball = smoothstep(-px, px, lid.upper - lid.y) * smoothstep(-px, px, lid.y - lid.lower) * step(0.001, lid.w);
    return lid;
}

// The brow over the skin `c`.
vec3 with_brow(vec3 c, vec2 q, float age, vec3 shine) {
    float middle = 0.80 + lids.x * 0.25 + crease.z * (-q.x * 1.1 + 0.1) * 1.3 - 0.20 * (q.x - 0.15) * (q.x - 0.15);
    float thick = crease.w * fall(-0.6, 1.25, q.x) * 1.4;
    float along = q.x * (1.0 - 0.2 * q.y) + 0.55 * (q.y - middle) + 0.13 * place.z;
    float tuft = 0.30 + 0.45 * hairs(along, 13.0, 0.62);
    float brow = fall(0.0, thick + 0.08, abs(q.y - middle)) * smoothstep(-1.15, -0.8, q.x) * tuft;
    vec3 hair = mix(vec3(0.012, 0.009, 0.012), vec3(0.30, 0.30, 0.34) * shine, max(age - 0.6, 0.0) * 1.6);
    c = mix(c, hair * 0.9, brow * 0.80);
    return c;
}

// The lid's edge and the lashes, which hang down when it is shut.
vec3 with_lashes(vec3 c, vec2 q, float open, Lids lid) {
    float edge = line(lid.y - lid.upper, 0.035) * fall(0.95, 1.10, abs(q.x));
    c *= 1.0 - 0.80 * edge;
    float rise = mix(-0.17, 0.24, open) * make.y * (0.55 + 0.45 * smoothstep(-1.0, 0.9, q.x));
    float t = (lid.y - lid.upper) / rise;
    float spread = q.x - (0.20 * q.x + 0.06) * clamp(t, 0.0, 1.0) * (1.0 + t);
    float lash = hairs(spread + 0.07 * place.z, 12.0, 0.55 * (1.0 - clamp(t, 0.0, 1.0)));
    lash *= step(0.0, t) * fall(0.75, 1.0, t) * fall(0.90, 1.08, abs(spread));
    float t2 = (lid.lower - lid.y) / (0.11 * make.y);
    float lash2 = hairs(q.x - 0.12 * q.x * clamp(t2, 0.0, 1.0), 7.0, 0.40 * (1.0 - clamp(t2, 0.0, 1.0)));
    lash2 *= step(0.0, t2) * fall(0.7, 1.0, t2) * fall(0.8, 1.0, abs(q.x)) * open;
    c = mix(c, vec3(0.006, 0.005, 0.010), clamp(lash * 0.75 + lash2 * 0.35, 0.0, 1.0));
    return c;
}

// A tear: full at the lid, then a bead that runs.
vec3 with_tear(vec3 c, vec2 q, Lids lid) {
    vec2 bead = vec2(q.x + 0.12, lid.y - (-lids.y * 1.15 + 0.06 - wet.z * 0.75));
    bead.y *= 1.0 - 0.25 * step(0.0, bead.y);
    float full = 0.13 * smoothstep(0.45, 1.0, wet.y) + 1e-3;
    float drop = 1.0 - dot(bead, bead) / (full * full);
    float body = smoothstep(0.0, 0.25 + px / full, drop) * step(0.02, full);
    vec2 n = bead / full;
    float glint = fall(0.15, 0.45, length(n - vec2(-0.35, 0.38)));
    vec3 water = c * (0.75 - 0.5 * n.y) + (frame.light + frame.dominant) * 0.3 * fall(-0.9, 0.1, n.y)
        + frame.light * glint * 1.2;
    c = mix(c, water, body * 0.9);
    return c;
}
