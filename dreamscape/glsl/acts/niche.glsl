// niche: the niches of a leaf of the door, one for each glyph, in rows as on the street: metres, p.x from the leaf's
// own edge, p.y up. niche_at: m to the edge of the nearest niche, negative inside, and the way out of it. rail_slope,
// floor_slope: of the steps around a niche, on the face and on the floor, seen at `size` metres a pixel; `brim` as
// niche_at gives it. Needs arch.glsl. Cost: 35 operations, 40, 20.
const float STRIP = 0.070;     // m, of bronze on each leaf
const float LOW = 0.40;        // m, the foot of the lowest row of glyphs
const float ROW = 0.715;       // m
const float RIB = 0.17;        // m, of bronze along the hinges
const float NICHE = 0.75;      // m from the middle, of the niches' middles
const vec2 HALF = vec2(0.575, 0.272);  // m, half a niche
const float DEEP = 0.085;      // m, of a niche
const float COLLAR = 0.655;    // m from the lock's middle, of the fluted ring around it
const float LOCK_HIGH = 1.115;
const vec2 JOINT = vec2(0.010, 0.9);  // m, half of one between rails; its slope

float nth_row(vec2 p) {
    return clamp(floor((p.y - LOW) / ROW), 0.0, 6.0);
}

vec3 niche_at(vec2 p) {
    const float ROUND = 0.10;
    float nth = nth_row(p);
    vec2 q = vec2(p.x - NICHE, p.y - LOW - (nth + 0.5) * ROW);
    vec2 b = vec2(abs(q.x), nth > 5.5 ? -q.y : abs(q.y)) - HALF + ROUND;
    vec2 corner = max(b, 0.0);
    float far = length(corner);
    float box = far + min(max(b.x, b.y), 0.0) - ROUND;
    vec2 way = (far > 0.0 ? corner / far : b.x > b.y ? vec2(1.0, 0.0) : vec2(0.0, 1.0))
        * vec2(sign(q.x), nth > 5.5 ? -1.0 : sign(q.y));
    vec2 from = vec2(p.x + RADIUS - HALF_WIDE, max(p.y - POINT + RISE, 0.0));  // the arc's middle
    float under = length(from);
    float d = under - RADIUS + RIB + 0.075;
    vec2 l = vec2(p.x, p.y - LOCK_HIGH);
    float r = length(l);
    vec3 found = d > box ? vec3(d, from / under) : vec3(box, way);
    return COLLAR - r > found.x ? vec3(COLLAR - r, -l / r) : found;
}

vec2 rail_slope(vec2 p, vec3 brim, float size) {
    float v = mod(p.y - LOW, ROW);
    float to_joint = min(v, ROW - v) + (p.y < LOW - 0.1 ? 1.0 : 0.0);
    float d = brim.x;
    vec2 rise = brim.yz * (bevel(d, 0.016, size) * 1.3
        + (bevel(d - 0.034, 0.007, size) - bevel(d - 0.041, 0.007, size)) * 0.9);
    float side = clamp((v < 0.5 * ROW ? v : v - ROW) / (0.6 * size), -1.0, 1.0);
    return rise - vec2(0.0, side) * bevel(JOINT.x - to_joint, JOINT.x, size) * JOINT.y;
}

vec2 floor_slope(vec3 brim, float size) {
    return brim.yz * (bevel(-brim.x - 0.045, 0.022, size) * 0.8 - bevel(-brim.x - 0.080, 0.008, size) * 0.5);
}
