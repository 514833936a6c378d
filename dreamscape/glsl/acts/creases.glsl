// creases: patterns of mountain and valley folds that a flat sheet can take. PATTERN: 0 pleats, 1 herringbone (the
// fold of K. Miura, 1985), 2 a rosette of bent pleats around the origin, 3 curved pleats, 4 triangles.
// crease_lift(p): the height at p, -1 to 1. creases(p, blur): that, and its change with x and z, averaged over `blur`;
// which facet it is; and how near the next crease is, 0 on it to 1 a pixel away. Arguments in cells; needs sine.glsl
// and hash.glsl.
// Cost: 10 to 60 operations, 3 times that for all of it.
struct Facet {
    vec3 lift;    // height, and its change with x and z
    ivec2 number;
    float inside;
};

// One row of folds: height -1 to 1 at place t, crests at whole numbers.
float folds(float t) {
    return abs(fract(t) - 0.5) * 4.0 - 1.0;
}

// Its slope, averaged over `blur`; how near a crease is, in parts of `blur`.
vec2 folds_d(float t, float blur) {
    float s = fract(t) - 0.5;
    float valley = s / blur, crest = (0.5 - abs(s)) / blur;
    return vec2(4.0 * clamp(valley, -1.0, 1.0) * min(crest, 1.0), min(abs(valley), crest));
}

// How near the next whole number is, in parts of `blur`.
float edge_of(float t, float blur) {
    return (0.5 - abs(fract(t) - 0.5)) / blur;
}

// 0 to 1 for each row.
float hash_of(int row) {
    return unpack3(hash(ivec2(row, 7))).x;
}

#if PATTERN == 0
float crease_place(vec2 p) {
    return p.x;
}
#elif PATTERN == 1
float crease_place(vec2 p) {
    return p.y + 0.36 * folds(0.62 * p.x);
}
#elif PATTERN == 2
float crease_place(vec2 p) {
    return length(p) * (1.0 + 0.14 * folds(bearing(p) * 2.54647909)) + 0.25;  // 16 rays
}
#elif PATTERN == 3
float crease_place(vec2 p) {
    return p.y + 0.55 * sine(0.95 * p.x) + 0.25 * sine(0.43 * p.x + 1.3);
}
#endif

#if PATTERN == 4
const mat2x3 THREE_WAYS = mat2x3(1.0, -0.5, -0.5, 0.0, 0.8660254, -0.8660254);  // 120 degrees apart

float crease_lift(vec2 p) {
    vec3 t = THREE_WAYS * p;
    return (folds(t.x) + folds(t.y) + folds(t.z)) * 0.3333333;
}

Facet creases(vec2 p, float blur) {
    vec3 t = THREE_WAYS * p;
    vec2 a = folds_d(t.x, blur), b = folds_d(t.y, blur), c = folds_d(t.z, blur);
    vec2 slope = transpose(THREE_WAYS) * vec3(a.x, b.x, c.x) * 0.3333333;
    ivec3 which = ivec3(floor(t * 2.0));
    float inside = clamp(min(min(a.y, b.y), c.y), 0.0, 1.0);
    return Facet(vec3(crease_lift(p), slope), ivec2(which.x * 1024 + which.y, which.z), inside);
}
#else
// How far folds stand at a place: a rosette is flat in its middle.
float standing(vec2 p) {
#if PATTERN == 2
    return smoothstep(0.9, 2.0, length(p));
#else
    return 1.0;
#endif
}

float crease_lift(vec2 p) {
    return folds(crease_place(p)) * standing(p);
}

Facet creases(vec2 p, float blur) {
    float t = crease_place(p);
    ivec2 number = ivec2(int(floor(t * 2.0)), 0);
#if PATTERN == 0
    vec2 way = vec2(1.0, 0.0);
    float cut = p.y * 0.25 + 0.5 * hash_of(number.x);
    number.y = int(floor(cut));
    float side = edge_of(cut, 0.25 * blur);
#elif PATTERN == 1
    vec2 zig = folds_d(0.62 * p.x, 0.62 * blur);
    vec2 way = vec2(0.36 * 0.62 * zig.x, 1.0);
    number.y = int(floor(1.24 * p.x));
    float side = zig.y;
#elif PATTERN == 2
    float away = max(length(p), 1e-3);
    float turn = bearing(p) * 2.54647909;
    vec2 zig = folds_d(turn, min(2.54647909 * blur / away, 0.5));
    vec2 out_of = p / away;
    vec2 way = out_of * (1.0 + 0.14 * folds(turn)) + vec2(-out_of.y, out_of.x) * (0.14 * 2.54647909 * zig.x);
    number.y = int(floor(turn * 2.0));
    float side = zig.y;
#elif PATTERN == 3
    vec2 way = vec2(0.5225 * cosine(0.95 * p.x) + 0.1075 * cosine(0.43 * p.x + 1.3), 1.0);
    float cut = p.x * 0.33 + 0.5 * hash_of(number.x);
    number.y = int(floor(cut));
    float side = edge_of(cut, 0.33 * blur);
#endif
    vec2 across = folds_d(t, blur * length(way));
    float stands = standing(p);
    number *= stands > 0.0 ? 1 : 0;
    float inside = mix(1.0, clamp(min(across.y, side), 0.0, 1.0), min(8.0 * stands, 1.0));
    return Facet(vec3(folds(t), across.x * way) * stands, number, inside);
}
#endif
