// niche: the niches of a leaf of the door, one for each glyph, in rows as on the street: metres, p.x from the leaf's
// own edge, p.y up. niche_at: m to the edge of the nearest niche, negative inside, and the way out of it. steps_at: the
// steps around it, those of the face and, as far as `ground` says, those of the floor, whose edge is `low` m away, seen
// with so many pixels a metre, `per` across the niche's edge and `across` across joints; `brim` as of niche_at. A pixel
// may hold a step that faces the moon beside one that does not: they are kept apart, so that what is averaged is their
// light, not their slope. Needs arch.glsl. Cost: 40 operations, 60.
const float STRIP = 0.070;     // m, of bronze on each leaf
const float LOW = 0.40;        // m, the foot of the lowest row of glyphs
const float ROW = 0.715;       // m
const float RIB = 0.17;        // m, of bronze along the hinges
const float NICHE = 0.75;      // m from the middle, of the niches' middles
const vec2 HALF = vec2(0.575, 0.272);  // m, half a niche
const float DEEP = 0.085;      // m, of a niche
const float COLLAR = 0.655;    // m from the lock's middle, of the fluted ring around it
const float FLUTED = 0.575, FLUTES = 88.0;  // m, the middle of its flutes; how many
const float LOCK_HIGH = 1.115;
const vec2 JOINT = vec2(0.010, 0.9);  // m, half of one between rails; its slope

float nth_row(vec2 p) {
    return clamp(floor((p.y - LOW) * (1.0 / ROW)), 0.0, 6.0);
}

vec3 niche_at(vec2 p) {
    const float ROUND = 0.10;
    float nth = nth_row(p);
    bool topmost = nth > 5.5;
    vec2 q = vec2(p.x - NICHE, p.y - LOW - (nth + 0.5) * ROW);
    vec2 b = vec2(abs(q.x), topmost ? -q.y : abs(q.y)) - HALF + ROUND;
    vec2 from = vec2(p.x + RADIUS - HALF_WIDE, max(p.y - POINT + RISE, 0.0));  // the arc's middle
    vec2 l = vec2(p.x, p.y - LOCK_HIGH);
    vec2 corner = max(b, 0.0);
    float far = length(corner), under = length(from), r = length(l);
    float box = far + min(max(b.x, b.y), 0.0) - ROUND;
    float arc = under - RADIUS + RIB + 0.075, ring = COLLAR - r;
    vec2 way = far > 0.0 ? corner : b.x > b.y ? vec2(1.0, 0.0) : vec2(0.0, 1.0);
    way *= vec2(q.x < 0.0 ? -1.0 : 1.0, topmost || q.y < 0.0 ? -1.0 : 1.0);
    float span = far > 0.0 ? far : 1.0;
    way = arc > box ? from : way;
    span = arc > box ? under : span;
    float d = max(arc, box);
    way = ring > d ? -l : way;
    span = ring > d ? r : span;
    return vec3(max(ring, d), way * (1.0 / span));
}

// What of a pixel lies on steps: slopes, times how much of the pixel they take, and how much that is.
struct Steps {
    vec3 bright, dark;  // those that face the moon, which stands towards `moon`, and those that look away
};

// How much of a pixel, 1 / `per` m wide, lies between 0 and `wide`.
float part_of(float d, float wide, float per) {
    return clamp(d * per + 0.5, 0.0, 1.0) - clamp((d - wide) * per + 0.5, 0.0, 1.0);
}

Steps steps_at(vec2 p, vec3 brim, float low, float ground, vec2 moon, float per, float across) {
    float d = brim.x * per + 0.5;
    vec3 past = clamp(d - vec3(0.034, 0.041, 0.048) * per, 0.0, 1.0);
    float face = clamp(d, 0.0, 1.0) - clamp(d - 0.016 * per, 0.0, 1.0), rise = past.x - past.y, fall = past.y - past.z;
    float foot = part_of(-low - 0.045, 0.022, per), inner = part_of(-low - 0.080, 0.008, per);
    vec3 up = mix(vec3(brim.yz * (1.3 * face + 0.9 * rise), face + rise), vec3(brim.yz * 0.8, 1.0) * foot, ground);
    vec3 down = mix(vec3(brim.yz * -0.9, 1.0) * fall, vec3(brim.yz * -0.5, 1.0) * inner, ground);
    float v = p.y * (1.0 / ROW) - LOW / ROW;
    v = (v - floor(v + 0.5)) * ROW;
    float jointed = p.y < LOW - 0.1 ? 0.0 : 1.0 - ground;
    float above = part_of(v, JOINT.x, across) * jointed;  // the moon is never below
    float below = part_of(-v, JOINT.x, across) * jointed;
    bool outwards = dot(brim.yz, moon) > 0.0;
    Steps steps = Steps(outwards ? down : up, outwards ? up : down);
    steps.bright.yz += vec2(-JOINT.y, 1.0) * above;
    steps.dark.yz += vec2(JOINT.y, 1.0) * below;
    return steps;
}
