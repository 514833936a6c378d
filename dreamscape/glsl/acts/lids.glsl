// lids: lids and brow of one eye, in its own units: x -1 at the inner corner to 1 at the outer one, y up.
// Lids are parabolas between the corners; all lines are at least as wide as a pixel, and fade below that.
// Needs of its layer `lids`, `crease`, `place` and `px`, and fall.glsl.
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
    float soft = 0.6 * px;
    lid.ball = smoothstep(-soft, soft, lid.upper - lid.y) * smoothstep(-soft, soft, lid.y - lid.lower);
    lid.ball *= step(0.001, lid.w);
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
